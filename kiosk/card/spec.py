"""Constants of the CPS, each with where it comes from.

The keys are those of the card's literature: OSC = OpenSC sources, CL = sources of the issuer's Cryptolib 5.2, #nnnn =
OpenSC issue threads with dumps of real cards, ISO = ISO 7816-4. What is inferred or assumed stands in
``assumptions.py`` and says ``assumed`` here.
"""

from __future__ import annotations

CLA_CPS3 = 0x00

INS_SELECT = 0xA4
"""ISO 7.1.1. P1 = 09: path; P1 = 00: file id. P2 = 0C: no answer wanted (real traces, #2275)."""
SELECT_BY_PATH = 0x09
SELECT_BY_ID = 0x00
SELECT_NO_ANSWER = 0x0C

INS_READ_BINARY = 0xB0
"""ISO 7.2.3. P1 P2 = offset, 15 bits."""
READ_OFFSET_MAX = 0x7FFF
READ_CAP = 0xE7
"""A card may cut an answer at this length although the file goes on (OSC IASECC_READ_BINARY_LENGTH_MAX, #2275)."""

INS_GET_DATA = 0xCB
"""ISO 7.4.2, odd INS with P1 P2 = 3F FF: read a security data object without touching any try counter (#2275)."""
GET_DATA_P1 = 0x3F
GET_DATA_P2 = 0xFF

INS_GET_RESPONSE = 0xC0
"""ISO 7.6.1. P1 P2 = 00 00."""

INS_VERIFY = 0x20
"""ISO 7.5.6. P2 = reference of the code. With data it spends a try when it is wrong."""

INS_RESET_RETRY_COUNTER = 0x2C
"""ISO 7.5.10. P1 = 02: data is the new code alone, the unblock code was verified before (OSC, CL C_InitPIN)."""
RESET_WITH_NEW_CODE = 0x02

PIN_REFERENCE = 0x01
PUK_REFERENCE = 0x02
"""P2 of the code porteur and of the code de déblocage: both global, in the MF (#2217, #2275, CL)."""

MF = bytes.fromhex("3F00")
APPLICATION = bytes.fromhex("3F000001")
"""Path of the PKCS#15 application in contact (vendor trace of a real card, #2275)."""
EF_SN = bytes.fromhex("3F00D003")
EF_ACTUA = bytes.fromhex("3F00D010")
EF_ODF = APPLICATION + bytes.fromhex("5031")
EF_TOKEN_INFO = APPLICATION + bytes.fromhex("5032")
"""PKCS#15 v1.1, 5.5.1 and 5.5.4; seen on a real card (CL list of cache files)."""

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

LABEL_ID_CARD = "CPS_ID_CARD"
LABEL_NAME_PS = "CPS_NAME_PS"
LABEL_INFO_PS = "CPS_INFO_PS"
"""PKCS#15 labels of the freely readable data objects (CL external specification)."""

CERTIFICATE_ID_SIGNATURE = 0x01
CERTIFICATE_ID_AUTHENTICATION = 0x02
"""Last byte of the PKCS#15 identifier of the key and of its certificate (#2267, #2224)."""
