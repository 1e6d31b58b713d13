"""Mercury frames as published, by what they say. Not ours: they judge the codec.

From vendors' SDKs, SparkFun's library and captures of real modules. MADE are computed from the
published rules and were never captured.
"""

from __future__ import annotations

# name -> (operation code, data)
COMMANDS: dict[str, tuple[str, int, str]] = {
    "version": ("FF 00 03 1D0C", 0x03, ""),
    "boot firmware": ("FF 00 04 1D0B", 0x04, ""),
    "current program": ("FF 00 0C 1D03", 0x0C, ""),
    "set baud 115200": ("FF 04 06 0001C200 A460", 0x06, "0001C200"),
    "set region NA": ("FF 01 97 01 4BBC", 0x97, "01"),
    "set region PRC": ("FF 01 97 06 4BBB", 0x97, "06"),
    "set region EU3": ("FF 01 97 08 4BB5", 0x97, "08"),
    "set region NA2": ("FF 01 97 0D 4BB0", 0x97, "0D"),
    "get region": ("FF 00 67 1D68", 0x67, ""),
    "set protocol GEN2": ("FF 02 93 0005 517D", 0x93, "0005"),
    "get protocol": ("FF 00 63 1D6C", 0x63, ""),
    "set read power 20.00 dBm": ("FF 02 92 07D0 4689", 0x92, "07D0"),
    "set read power 27.00 dBm": ("FF 02 92 0A8C 4BD5", 0x92, "0A8C"),
    "set read power 10.00 dBm": ("FF 02 92 03E8 42B1", 0x92, "03E8"),
    "get read power with limits": ("FF 01 62 01 BEBC", 0x62, "01"),
    "antenna list (1,1)": ("FF 03 91 02 01 01 42C5", 0x91, "020101"),
    "antenna connected?": ("FF 01 61 05 BDB8", 0x61, "05"),
    "read filter off": ("FF 03 9A 01 0C 00 A35D", 0x9A, "010C00"),
    "read filter on": ("FF 03 9A 01 0C 01 A35C", 0x9A, "010C01"),
    "clear buffer": ("FF 00 2A 1D25", 0x2A, ""),
    "search 500 ms": ("FF 05 22 0000 13 01F4 2B19", 0x22, "00001301F4"),
    "fetch buffer": ("FF 03 29 01FF 00 1B03", 0x29, "01FF00"),
    "read single 1000 ms": ("FF 02 21 03E8 D509", 0x21, "03E8"),
    "get power mode": ("FF 00 68 1D67", 0x68, ""),
    "set power mode 3": ("FF 01 98 03 44BE", 0x98, "03"),
    "temperature": ("FF 00 72 1D7D", 0x72, ""),
    "start streaming, SparkFun": (
        "FF 10 2F 0000 01 22 0000 05 07 22 10 001B 03E8 01FF DD2B",
        0x2F,
        "0000012200000507221000 1B03E801FF",
    ),
    "start streaming, SDK 1.35 on a Nano": (
        "FF 11 2F 0000 01 22 0000 05 08 22 88 10 001B 00FA 0FFF E7A6",
        0x2F,
        "00000122000005082288 10001B00FA0FFF",
    ),
    "start streaming, newer SDK on an M7E": (
        "FF 13 2F 0000 01 22 0000 05 0A 22 88 10 041B 00FA 0000 0FFF 290C",
        0x2F,
        "000001220000050A228810041B00FA00000FFF",
    ),
    "stop streaming": ("FF 03 2F 0000 02 5E86", 0x2F, "000002"),
}

# name -> (operation code, status, data)
REPLIES: dict[str, tuple[str, int, int, str]] = {
    "version of an M7E Hecto": (
        "FF 14 03 0000 23010600 38000201 20240913 02010608 00000010 CB65",
        0x03,
        0,
        "2301060038000201202409130201060800000010",
    ),
    "version of an M5e": (
        "FF 14 03 0000 07102300 01000003 20141007 01070209 00000010 5BD1",
        0x03,
        0,
        "0710230001000003201410070107020900000010",
    ),
    "boot firmware": (
        "FF 14 04 0000 07102300 01000003 20141007 01070209 00000010 5251",
        0x04,
        0,
        "0710230001000003201410070107020900000010",
    ),
    "current program": ("FF 01 0C 0000 12 6343", 0x0C, 0, "12"),
    "set baud": ("FF 00 06 0000 E406", 0x06, 0, ""),
    "set region": ("FF 00 97 0000 779E", 0x97, 0, ""),
    "get region NA": ("FF 01 67 0000 01 B480", 0x67, 0, "01"),
    "set protocol": ("FF 00 93 0000 371A", 0x93, 0, ""),
    "get protocol GEN2": ("FF 02 63 0000 0005 2146", 0x63, 0, "0005"),
    "set read power": ("FF 00 92 0000 273B", 0x92, 0, ""),
    "read power with limits": (
        "FF 07 62 0000 01 08FC 08FC 03E8 7AC9",
        0x62,
        0,
        "0108FC08FC03E8",
    ),
    "antenna list": ("FF 00 91 0000 1758", 0x91, 0, ""),
    "antenna 1 connected": ("FF 03 61 0000 05 01 01 61DE", 0x61, 0, "050101"),
    "read filter": ("FF 00 9A 0000 A633", 0x9A, 0, ""),
    "clear buffer": ("FF 00 2A 0000 01E8", 0x2A, 0, ""),
    "search found 1": ("FF 07 22 0000 00 0013 00000001 8B58", 0x22, 0, "00001300000001"),
    "read single": (
        "FF 0E 21 0000 E200322FE20DF9311328B7E3 D100 AAD0",
        0x21,
        0,
        "E200322FE20DF9311328B7E3D100",
    ),
    "read single, no tag": ("FF 00 21 0400 B483", 0x21, 0x0400, ""),
    "power mode": ("FF 01 68 0000 00 A4BF", 0x68, 0, "00"),
    "set power mode": ("FF 00 98 0000 8671", 0x98, 0, ""),
    "stopped": ("FF 01 2F 0000 02 30E6", 0x2F, 0, "02"),
    "started (MADE)": ("FF 01 2F 0000 01 30E5", 0x2F, 0, "01"),
    "keep-alive (MADE)": ("FF 00 22 0400 84E0", 0x22, 0x0400, ""),
    "over temperature (MADE)": ("FF 00 22 0504 85E4", 0x22, 0x0504, ""),
    "high return loss (MADE)": ("FF 00 22 0505 85E5", 0x22, 0x0505, ""),
    "keep-alive with 88 (MADE)": (
        "FF 0B 22 0400 88 10 001B 0010 00 00000000 DA49",
        0x22,
        0x0400,
        "8810001B00100000000000",
    ),
    "tag with metadata 01FF": (
        "FF 28 22 0000 10 001B 01FF 01 01 C4 11 0E1640 00000127 0000 05 0000 0F"
        "0080 3000 000000000000000000001545 E94A 561D",
        0x22,
        0,
        "10001B01FF0101C4110E1640000001270000050000 0F00803000000000000000000000001545E94A",
    ),
    "tag without metadata": (
        "FF 18 22 0000 10 001B 0000 01 0080 3000 100000000020110304000324 1EB9 6394",
        0x22,
        0,
        "10001B00000100803000100000000020110304000324 1EB9",
    ),
}
