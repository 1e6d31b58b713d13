"""PN532 frames as published, by what they say. Not ours: they judge the codec.

From NXP's manual by way of nfcpy, Adafruit's library and captures of real modules. MADE are
computed from the published rules and were never captured.
"""

from __future__ import annotations

ACK = "0000FF00FF00"
NACK = "0000FFFF0000"
ERROR = "0000FF01FF7F8100"

# Adafruit's library, and nfcpy: what is sent before the first frame.
WAKE_UPS = {"Adafruit": "5555" + "00" * 15, "nfcpy": "00" * 10}

# name -> (frame, command code, data)
COMMANDS: dict[str, tuple[str, int, str]] = {
    "firmware": ("0000FF 02 FE D402 2A 00", 0x02, ""),
    "SAM": ("0000FF 05 FB D414 010000 17 00", 0x14, "010000"),
    "SAM, short": ("0000FF 03 FD D414 01 17 00", 0x14, "01"),
    "list one": ("0000FF 04 FC D44A 01 00 E1 00", 0x4A, "0100"),
    "MADE list two": ("0000FF 04 FC D44A 02 00 E0 00", 0x4A, "0200"),
    "MADE parameters, libnfc's": ("0000FF 03 FD D412 14 06 00", 0x12, "14"),
    "MADE retries": ("0000FF 06 FA D432 05 01 00 01 F3 00", 0x32, "05010001"),
    "MADE field off, as nfcpy mutes": ("0000FF 04 FC D432 01 02 F7 00", 0x32, "0102"),
    "MADE release": ("0000FF 03 FD D452 00 DA 00", 0x52, "00"),
    "MADE deselect": ("0000FF 03 FD D444 00 E8 00", 0x44, "00"),
    "MADE power down": ("0000FF 04 FC D416 F0 00 26 00", 0x16, "F000"),
    "MADE read page 4": ("0000FF 05 FB D440 01 30 04 B7 00", 0x40, "013004"),
    "MADE set 921600 baud": ("0000FF 03 FD D410 07 15 00", 0x10, "07"),
}

# name -> (frame, code of the command that it answers, data)
REPLIES: dict[str, tuple[str, int, str]] = {
    "firmware": ("0000FF 06 FA D503 32 01 06 07 E8 00", 0x02, "32010607"),
    "SAM": ("0000FF 02 FE D515 16 00", 0x14, ""),
    "retries": ("0000FF 02 FE D533 F8 00", 0x32, ""),
    "MADE no card": ("0000FF 03 FD D54B 00 E0 00", 0x4A, "00"),
    "MADE released": ("0000FF 03 FD D553 00 D8 00", 0x52, "00"),
    "MADE asleep": ("0000FF 03 FD D517 00 14 00", 0x16, "00"),
}

# data of a listing's answer: name -> (frame, UIDs)
LISTINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "MIFARE 1": ("0000FF 0C F4 D54B 01 01 0004 08 04 B0864D25 26 00", ("B0864D25",)),
    "MIFARE 2": ("0000FF 0C F4 D54B 01 01 0004 08 04 5CBBE5D5 FD 00", ("5CBBE5D5",)),
    "MIFARE 3": ("0000FF 0C F4 D54B 01 01 0004 08 04 CB98A605 C0 00", ("CB98A605",)),
    "MIFARE 4": ("0000FF 0C F4 D54B 01 01 0004 08 04 D0BBE11A 48 00", ("D0BBE11A",)),
    "MIFARE 5": ("0000FF 0C F4 D54B 01 01 0004 08 04 0257C180 34 00", ("0257C180",)),
    "MADE seven": ("0000FF 0F F1 D54B 01 01 0044 00 07 04A1B2C3D4E5F6 CA 00", ("04A1B2C3D4E5F6",)),
    "MADE two": (
        "0000FF 18 E8 D54B 02 01 0004 08 04 B0864D25 02 0044 00 07 04A1B2C3D4E5F6 0F 00",
        ("B0864D25", "04A1B2C3D4E5F6"),
    ),
    "MADE ten": (
        "0000FF 12 EE D54B 01 01 0084 00 0A 04A1B2C3D4E5F6A7B8C9 5F 00",
        ("04A1B2C3D4E5F6A7B8C9",),
    ),
    "MADE with an ATS": (
        "0000FF 15 EB D54B 01 01 0344 20 07 04A1B2C3D4E5F6 06 7577810280 B2 00",
        ("04A1B2C3D4E5F6",),
    ),
}
