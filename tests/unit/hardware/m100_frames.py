"""M100 frames as published, by what they say. Not ours: they judge the codec.

From the R200's protocol manual (V2.3.3), drivers that their authors tried on YRM1001, YRM1005 and
R200, and captures of real modules. Printed with AA..DD; the other framing has the same body.
MADE are computed from the published rules and were never captured.
"""

from __future__ import annotations

# name -> (frame, operation code, data)
COMMANDS: dict[str, tuple[str, int, str]] = {
    "hardware version": ("AA 00 03 0001 00 04 DD", 0x03, "00"),
    "single poll": ("AA 00 22 0000 22 DD", 0x22, ""),
    "multi poll, 3 rounds": ("AA 00 27 0003 22 0003 4F DD", 0x27, "220003"),
    "multi poll, 10 rounds": ("AA 00 27 0003 22 000A 56 DD", 0x27, "22000A"),
    "multi poll, 10000 rounds": ("AA 00 27 0003 22 2710 83 DD", 0x27, "222710"),
    "multi poll, 65535 rounds": ("AA 00 27 0003 22 FFFF 4A DD", 0x27, "22FFFF"),
    "stop multi poll": ("AA 00 28 0000 28 DD", 0x28, ""),
    "set region CN900": ("AA 00 07 0001 01 09 DD", 0x07, "01"),
    "get region": ("AA 00 08 0000 08 DD", 0x08, ""),
    "set power 20.00 dBm": ("AA 00 B6 0002 07D0 8F DD", 0xB6, "07D0"),
    "get power": ("AA 00 B7 0000 B7 DD", 0xB7, ""),
    "set channel 1": ("AA 00 AB 0001 01 AD DD", 0xAB, "01"),
    "get channel": ("AA 00 AA 0000 AA DD", 0xAA, ""),
    "auto hop": ("AA 00 AD 0001 FF AD DD", 0xAD, "FF"),
    "insert channels 1 to 5": ("AA 00 A9 0006 05 0102030405 C3 DD", 0xA9, "050102030405"),
    "get query": ("AA 00 0D 0000 0D DD", 0x0D, ""),
    "set query": ("AA 00 0E 0002 1020 40 DD", 0x0E, "1020"),
    "get select": ("AA 00 0B 0000 0B DD", 0x0B, ""),
    "set select": (
        "AA 00 0C 0013 01 00000020 60 00 30751FEB705C5904E3D50D70 AD DD",
        0x0C,
        "01 00000020 60 00 30751FEB705C5904E3D50D70",
    ),
    "never select": ("AA 00 12 0001 01 14 DD", 0x12, "01"),
    "set baud 19200": ("AA 00 11 0002 00C0 D3 DD", 0x11, "00C0"),
    "set baud 9600": ("AA 00 11 0002 0060 73 DD", 0x11, "0060"),
    "read 2 words": (
        "AA 00 39 0009 0000FFFF 03 0000 0002 45 DD",
        0x39,
        "0000FFFF 03 0000 0002",
    ),
    "write 2 words": (
        "AA 00 49 000D 0000FFFF 03 0000 0002 12345678 6D DD",
        0x49,
        "0000FFFF 03 0000 0002 12345678",
    ),
    "lock": ("AA 00 82 0007 0000FFFF 020080 09 DD", 0x82, "0000FFFF 020080"),
    "kill": ("AA 00 65 0004 0000FFFF 67 DD", 0x65, "0000FFFF"),
    "carrier on": ("AA 00 B0 0001 FF B0 DD", 0xB0, "FF"),
    "get demodulator": ("AA 00 F1 0000 F1 DD", 0xF1, ""),
    "set demodulator": ("AA 00 F0 0004 03 06 01B0 AE DD", 0xF0, "030601B0"),
    "scan jammer": ("AA 00 F2 0000 F2 DD", 0xF2, ""),
    "scan strength": ("AA 00 F3 0000 F3 DD", 0xF3, ""),
    "control a pin": ("AA 00 1A 0003 00 04 01 22 DD", 0x1A, "000401"),
    "sleep": ("AA 00 17 0000 17 DD", 0x17, ""),
    "sleep when idle for 2 min": ("AA 00 1D 0001 02 20 DD", 0x1D, "02"),
    "idle mode": ("AA 00 04 0003 01 01 03 0C DD", 0x04, "010103"),
}

# name -> (frame, kind, operation code, data)
REPLIES: dict[str, tuple[str, int, int, str]] = {
    "hardware version (MADE)": (
        "AA 01 03 000B 00 4D3130302056312E3030 22 DD",
        1,
        0x03,
        "00 4D3130302056312E3030",
    ),
    "stopped": ("AA 01 28 0001 00 2A DD", 1, 0x28, "00"),
    "no tag": ("AA 01 FF 0001 15 16 DD", 1, 0xFF, "15"),
    "set region": ("AA 01 07 0001 00 09 DD", 1, 0x07, "00"),
    "region CN900": ("AA 01 08 0001 01 0B DD", 1, 0x08, "01"),
    "set power": ("AA 01 B6 0001 00 B8 DD", 1, 0xB6, "00"),
    "power 20.00 dBm": ("AA 01 B7 0002 07D0 91 DD", 1, 0xB7, "07D0"),
    "query": ("AA 01 0D 0002 1020 40 DD", 1, 0x0D, "1020"),
    "set query": ("AA 01 0E 0001 00 10 DD", 1, 0x0E, "00"),
    "set select": ("AA 01 0C 0001 00 0E DD", 1, 0x0C, "00"),
    # The manuals print the code of "set select", not of "never select".
    "select mode": ("AA 01 0C 0001 00 0E DD", 1, 0x0C, "00"),
    "sleeps when idle": ("AA 01 1D 0001 02 21 DD", 1, 0x1D, "02"),
    "demodulator": ("AA 01 F1 0004 03 06 01B0 B0 DD", 1, 0xF1, "030601B0"),
    "read 2 words": (
        "AA 01 39 0013 0E 3400 30751FEB705C5904E3D50D70 12345678 B0 DD",
        1,
        0x39,
        "0E 3400 30751FEB705C5904E3D50D70 12345678",
    ),
    "read failed": ("AA 01 FF 0001 09 0A DD", 1, 0xFF, "09"),
    "wrong password": (
        "AA 01 FF 0010 16 0E 3400 30751FEB705C5904E3D50D70 75 DD",
        1,
        0xFF,
        "16 0E 3400 30751FEB705C5904E3D50D70",
    ),
    "beyond the memory": (
        "AA 01 FF 0010 A3 0E 3400 30751FEB705C5904E3D50D70 02 DD",
        1,
        0xFF,
        "A3 0E 3400 30751FEB705C5904E3D50D70",
    ),
    "tag of the manual": (
        "AA 02 22 0011 C9 3400 30751FEB705C5904E3D50D70 3A76 EF DD",
        2,
        0x22,
        "C9 3400 30751FEB705C5904E3D50D70 3A76",
    ),
    "tag before a real R200": (
        "AA 02 22 0011 C7 3000 E28068900000500E88C6A4A7 119B 29 DD",
        2,
        0x22,
        "C7 3000 E28068900000500E88C6A4A7 119B",
    ),
    "tag before a real YRM100": (
        "BB 02 22 0011 C4 3000 E200001D7315016521408FC6 B83E C2 7E",
        2,
        0x22,
        "C4 3000 E200001D7315016521408FC6 B83E",
    ),
}

# name -> (strength, PC, EPC)
TAGS: dict[str, tuple[int, str, str]] = {
    "tag of the manual": (-55, "3400", "30751FEB705C5904E3D50D70"),
    "tag before a real R200": (-57, "3000", "E28068900000500E88C6A4A7"),
    "tag before a real YRM100": (-60, "3000", "E200001D7315016521408FC6"),
}

# Published, and wrong by their own rules: no module would take them, and no parser should.
WRONG: dict[str, str] = {
    # The manual prints the operation code of "stopped" as 02; its checksum is that of 28.
    "stopped, in the manual": "AA 01 02 0001 00 2A DD",
    # A driver's list of commands leaves out half of the length.
    "get query, in a driver": "BB 00 0D 00 0D 7E",
    # The same list kills with password ..FF70 and the checksum of ..FFFF.
    "kill, in a driver": "BB 00 65 0004 0000FF70 67 7E",
}
