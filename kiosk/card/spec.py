"""Constants of the CPS, each with where it comes from.

The keys are those of deploy/reference/card.md §1.2: OSC = OpenSC sources, CL = sources of the issuer's Cryptolib 5.2,
#nnnn =
OpenSC issue threads with dumps of real cards, ISO = ISO 7816-4. What is inferred or assumed stands in
``assumptions.py`` and says ``assumed`` here.
"""

from __future__ import annotations

CLA_CPS3 = 0x00
CLA_CPS4 = 0x01
"""Logical channel 1; on a CPS4 everything goes there (CL card-cps4.c)."""
CLA_CPS2TER = 0xA0
"""The half of a CPS3 that still is a CPS2ter (CL card-cps.c:560-760)."""

INS_SELECT = 0xA4
"""ISO 7.1.1. P1 = 09: path; P1 = 00: file id. P2 = 0C: no answer wanted (real traces, #2275).

On a CPS4 P1 = 04: applet; P1 = 08: path from the MF, without 3F00; P2 = 00: FCI (CL card-cps4.c, iso7816.c).
"""
SELECT_BY_PATH = 0x09
SELECT_BY_ID = 0x00
SELECT_BY_AID = 0x04
SELECT_BY_PATH_FROM_MF = 0x08
SELECT_FCI = 0x00
SELECT_NO_ANSWER = 0x0C
AID_CPS4 = bytes.fromhex("8025000001FF0100")
"""The applet whose selection opens channel 1 (CL card-cps4.c:46)."""

INS_READ_BINARY = 0xB0
"""ISO 7.2.3. P1 P2 = offset, 15 bits."""
READ_OFFSET_MAX = 0x7FFF
READ_BY_SHORT_IDENTIFIER = 0x80
"""P1, plus the short identifier of a file of the current directory, which becomes the current file; P2 = offset."""
READ_CAP = 0xE7
"""A card may cut an answer at this length although the file goes on (OSC IASECC_READ_BINARY_LENGTH_MAX, #2275)."""

INS_GET_DATA = 0xCB
"""ISO 7.4.2, odd INS with P1 P2 = 3F FF: read a security data object without touching any try counter (#2275)."""
GET_DATA_P1 = 0x3F
GET_DATA_P2 = 0xFF

INS_GET_RESPONSE = 0xC0
"""ISO 7.6.1. P1 P2 = 00 00."""

INS_VERIFY = 0x20
"""ISO 7.5.6. P2 = reference of the code. With data it spends a try when it is wrong; without, it asks for the tries."""

INS_RESET_RETRY_COUNTER = 0x2C
"""ISO 7.5.10. P1 = 02: data is the new code alone, the PUK was verified before (OSC, CL C_InitPIN).

P1 = 03: no data, the counter alone; P2 is then the PIN with bit 8 set (CPS4, CL card-cps4.c:946-956).
"""
RESET_WITH_NEW_CODE = 0x02
RESET_COUNTER_ONLY = 0x03

INS_CHANGE = 0x24
"""ISO 7.5.7. P1 = 00: data is the current PIN, then the new one (CPS3, deploy/reference/card.md §8.4).

P1 = 01: data is the new code alone (CPS4, CL card-cps4.c:925-956).
"""
CHANGE_CURRENT_PIN_TO_NEW = 0x00
CHANGE_TO_NEW_ONLY = 0x01

PIN_REFERENCE = 0x01
PUK_REFERENCE = 0x02
"""P2 of the PIN and of the PUK: both global, in the MF (#2217, #2275, CL)."""
PIN_TO_RESET = 0x81
PIN_TRIES_CPS4 = 3
"""Maximum of the PIN of a CPS4, which does not tell it (assumed by CL card-cps4.c)."""

MF = bytes.fromhex("3F00")
APPLICATION = bytes.fromhex("3F000001")
"""Path of the PKCS#15 application in contact (vendor trace of a real card, #2275)."""
EF_SN = bytes.fromhex("3F00D003")
EF_ACTUA = bytes.fromhex("3F00D010")
EF_ODF = APPLICATION + bytes.fromhex("5031")
EF_TOKEN_INFO = APPLICATION + bytes.fromhex("5032")
"""PKCS#15 v1.1, 5.5.1 and 5.5.4; seen on a real card (CL list of cache files)."""

EF_SN_SHORT = 0x1C
"""Its short identifier in the MF: tag 88 of its FCP is E0, and 00 B0 9C 00 reads it (real card, #2223, #2275)."""
EF_SN_LENGTH = 12
EF_SN_HEADER = bytes.fromhex("5A0A")
ISSUER = bytes.fromhex("8025000001")
"""EF.SN: 5A 0A, issuer (5), serial and Luhn digit and filler F (5). Checked byte for byte by CL card-cps.c:168-190."""

EF_ACTUA_LENGTH = 20
"""EC 12 {81 07 start} {82 07 end}, BCD YYYYMMDDhhmmss (CL card-cps3.c:870-950)."""

TAG_SDO_TEMPLATE = 0x70
TAG_SDO_CHV = 0xBF8100
"""Plus the reference in the last byte: BF8101, BF8102 (OSC iasecc-sdo, #2275)."""
TAG_DOCP = 0xA0
TAG_TRIES_MAX = 0x9A
TAG_TRIES_LEFT = 0x9B
TAG_USES_LEFT = 0x9D
"""One or two bytes (CL card-cps.c:795-830)."""
TRIES_MAX_PLAUSIBLE = 15
"""63CX cannot tell more."""

TAG_FCI = 0x6F
TAG_FILE_SIZE = 0x80
FILE_SIZE_LENGTH = 2
"""What a CPS4 tells of a selected file: 6F {80 02 size, …} (CL iso7816.c:451-478, which reads this template only)."""

LABEL_ID_CARD = "CPS_ID_CARD"
LABEL_NAME_PS = "CPS_NAME_PS"
LABEL_INFO_PS = "CPS_INFO_PS"
"""PKCS#15 labels of the freely readable data objects (CL external specification)."""
ID_CARD_LENGTH = 32
"""E3 1E {80 06, 81 05, 82 01, 83 04, 84 04}: all five fields at the lengths of deploy/reference/card.md §10.2."""
LABEL_ACTIVITY = "CPS_ACTIVITY_{number:02d}_PS"
ACTIVITIES_MAX = 16
LABEL_BILLING = "CPS_SIT_FACT"
"""PKCS#15 labels of the data objects behind the PIN, the first one for numbers 1 to 16 (CL, likewise)."""

BILLING_IN_CPS2TER = (MF, bytes.fromhex("7F01"), bytes.fromhex("4000"))
"""File ids on the way to the billing data in the CPS2ter half (CL card-cps.c)."""

CERTIFICATE_ID_SIGNATURE = 0x01
CERTIFICATE_ID_AUTHENTICATION = 0x02
"""Last byte of the PKCS#15 identifier of the key and of its certificate (#2267, #2224)."""
