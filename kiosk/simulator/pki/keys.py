"""Primes of the four RSA keys of the TEST authority and its invented holder.

They are public, they protect nothing, and they make every certificate of the simulator reproducible.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import rsa

_EXPONENT = 65537

_ROOT_P = (
    "f25ba92eafeb7d2ce5d6ecdee99868d5952a3ded31c239853c805600c70f82bf2a090de3b7b445215f3cf06a1968922afd6e"
    "3c9bfdbeb0e44c861eda7cf45920db2d075e30046285289fea918b94ec7e4e49caa21c8d4fef47aae1349297b6eb37505949"
    "3d75162150568dd803a155124e0aa69fd437974f343d3a568c504d64be08b3f16076df2343751150637cbf2e16e66e7fcd9c"
    "42041ae1b8cd502064b9d960b705cd1e3eb6faaf5896fc6184406999a774628d4b03a974089d051903826087ab475cd51cb0"
    "096c87176da03da2f06f095b00baf147c29e13c9521e679f2192013d018503ad76a4ba09c4ab2e27dce7b242d4e854f66d03"
    "055a0442cafd"
)
_ROOT_Q = (
    "e8d66e6315ad40f312db47009c71adae6249b37673a80346589f192670b31ffedca3318da6f4e4ec0a6daa4d6056079ff3fd"
    "1444102c2302b3d9f577eba0097b616706308a3083fa0f193b220b454243c334408300d3deb359fd15a484cbefcd3eac03a7"
    "0ccc1f12c5df5bc503914aeb5c36a9ddb902c58fa6a83fb879db67f723dbecf2450ca71cb050f3d0fa1fb434d0a18739f885"
    "2554641638cde5792147b538ac381c84501194b99b79099320d29547a1c841c6ed2495be6086bfdadf696d7b5b9ad8d0641a"
    "c1cb37e22f48c0355ed03e509ed7124e193211ce2cee868b5c7c8abab5f7f86a44ea3bc5e64ee6580bc71e8dfe7b9b9530a3"
    "833b3bca855b"
)
_ISSUING_P = (
    "fe35ac2e869b05b256de7b4dc026e24f9081349db2a032e40f65553e722c25d7f37464ddc45ed5803258110821e2e218b051"
    "15b986b240c5532a8f884788bf5283a72aa70fff3d3e6a1d2e6c640fe28ff922be4663f0b39027d9b8ebc3b4905a22507a75"
    "7d3283e1e8eaddbfc0c7f4cf292d9d09df2fb4c9532e0598fd2a7ac26961e7f296b161062af5aa2e592fcfb98bfa682fdce5"
    "443b9a2e70fd51219a818ec555cf66c95cbe65896572ac12324dd635fb20930191457af755ed624168f4cdd628776861c25c"
    "ce21862fbe691feeed79406cef8bbdf12810d43e056ba233bd97a500833b06f982ee51d0048fb5adebe2afd0463fb89aa1a7"
    "a7cc214d8dfd"
)
_ISSUING_Q = (
    "de830726ff99bf24e4c8eca06bd888e5f556a5fc97f88fda1f20c30dfb6254ec60450f0db051fcbec542752dd2a44ad11fff"
    "a8055c395b7582949a9e838e4e3f2b8ce88a3ceef04fcf3b0f31289f111ad34212c244b88ac2e6b2107b64b0b2a1d4520706"
    "89c3d00303777a60c8e15fd9ef79f67db9625772234ecdef09dacf1eb0debe838feeb56b4ad95160a58ce04897407326ac80"
    "08882cf101a51c51ab5ba3185408192c1a4db2000e08781d6e9cac43ef0aed1037fa88be806bb7cbaf962487f102b303c218"
    "1d8f25d4067d1c95fce01100d0fca893274e5f0f44d735d9568bdf3f1961818314456089c936a3473f28391ff61a05ec9544"
    "4b765da59c93"
)
_AUT_P = (
    "f71eb101d7f1541276910ef2d08dd793517ea60840156245a42ca7c25187b04afc7c7d7ca443b189b060faf3ff2bf86f199e"
    "fcbe1db1a366545d20db626ab6a3dd472c4ab743af2aa45bba0555fd3ac351f890d9578e43efcdbb2a94e950976ad6734ba8"
    "d2746200d8d95d76a7bee2b5d3a5e23f759ffc56117609486ad5ad83"
)
_AUT_Q = (
    "bb888f924c5b46d7c3fdcabf85ee029f45a26490f42ecd1dd1b5d8ced454d45f45a3e98f01c693ef1d7a604730bb8f8fe760"
    "b09c5794e224c258b4f2939c9affdd6a5e0aef2763a574152b75f48ee1f87943f2138799b47dad0a1df3f25a87a3e5ec0561"
    "ec3c6fce5892d8839bf70fd231b2f9aa7ac571dd35b16360ee463eb5"
)
_SIG_P = (
    "f3bb4ff31a381ae133021a7bd00f5cfb39c20ebb0d817eb81c9787260cedc6d0dcd16b2d9a9264d1f371c83fe867fc7c43fb"
    "4e9c7ace46d8ff161717720d21a6f537ce4fffe7bf99033aeadfe0e12f1455e99bb2d98b7d11a1520a90c65f57f7493bdcc6"
    "4a20c69989f7d7a50be86d2f779f79b246710f31278f8422bd3b416b"
)
_SIG_Q = (
    "d23da0d78869515afbaf3a9fae65a30e6aa53b5e0e4d7b13ae23dee470a130cea7d282443892190c09e51e3e2d39761fc242"
    "0767a9c6f81f046628a9bbb1240ce97692a67ca9bcfa6f9f553bc50fa0e0c258ba671a4c9806c97e9438e1fc5e7557f10d44"
    "5cee8b99adb1f06903b0e602a1c1f57558a4517c5e1b54df4173de83"
)


def _key(p_hex: str, q_hex: str) -> rsa.RSAPrivateKey:
    p, q = int(p_hex, 16), int(q_hex, 16)
    d = rsa.rsa_recover_private_exponent(_EXPONENT, p, q)
    numbers = rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(_EXPONENT, p * q),
    )
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)  # checking primes known for good takes a second


def root_key() -> rsa.RSAPrivateKey:
    """The root authority's, RSA-4096."""
    return _key(_ROOT_P, _ROOT_Q)


def issuing_key() -> rsa.RSAPrivateKey:
    """The issuing authority's, RSA-4096."""
    return _key(_ISSUING_P, _ISSUING_Q)


def authentication_key() -> rsa.RSAPrivateKey:
    """The holder's for authentication, RSA-2048."""
    return _key(_AUT_P, _AUT_Q)


def signature_key() -> rsa.RSAPrivateKey:
    """The holder's for signature, RSA-2048."""
    return _key(_SIG_P, _SIG_Q)
