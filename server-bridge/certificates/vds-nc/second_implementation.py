"""A second reading of a VDS-NC, for tests: Python's standard library and the openssl command, nothing of ours.

Usage: second_implementation.py AUTHORITY.pem SECONDS < symbol text. Judges at the given time (seconds since 1970), prints
"valid" and the SHA-256 of the canonical data, or "refused" and why. Exits with 0 or 1.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile


class Refused(Exception):
    pass


def strict_object(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise Refused("repeated key")
    return dict(pairs)


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def integer(value):
    """DER of a positive integer."""
    body = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return b"\x02" + bytes([len(body)]) + body


def der_signature(raw):
    if len(raw) != 64:
        raise Refused("signature length")
    body = integer(int.from_bytes(raw[:32], "big")) + integer(int.from_bytes(raw[32:], "big"))
    return b"\x30" + bytes([len(body)]) + body


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True)


def judge(text, authority, at, folder):
    symbol = json.loads(text, object_pairs_hook=strict_object)
    data, sig = symbol["data"], symbol["sig"]
    if sig["alg"] != "ES256" or data["hdr"]["t"] != "icao.vacc" or data["hdr"]["v"] != 1:
        raise Refused("header")
    for event in data["msg"]["ve"]:
        for dose in event["vd"]:
            if type(dose["seq"]) is not int:
                raise Refused("seq")
    # RFC 8785 for what stands in these messages: ASCII keys, integers, no escapes.
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    path = lambda name: os.path.join(folder, name)
    for name, content in [("data", canonical), ("cer", decode(sig["cer"])), ("sig", der_signature(decode(sig["sigvl"])))]:
        with open(path(name), "wb") as file:
            file.write(content)
    pem = openssl("x509", "-inform", "DER", "-in", path("cer"), "-out", path("cer.pem"))
    key = openssl("x509", "-in", path("cer.pem"), "-pubkey", "-noout")
    if pem.returncode or key.returncode:
        raise Refused("certificate")
    with open(path("key.pem"), "wb") as file:
        file.write(key.stdout)
    chain = openssl("verify", "-attime", at, "-CAfile", authority, path("cer.pem"))
    if chain.returncode:
        raise Refused("chain")
    described = openssl("x509", "-in", path("cer.pem"), "-noout", "-text").stdout.decode()
    if "2.23.136.1.1.14.2" not in described or "0....1...NV" not in described.replace("\n", ""):
        raise Refused("usage")
    country = {"JPN": "JP", "AUS": "AU"}.get(data["hdr"]["is"])
    subject = openssl("x509", "-in", path("cer.pem"), "-noout", "-subject", "-nameopt", "RFC2253").stdout.decode()
    if country is None or "C=" + country not in subject.strip().replace("subject=", "").split(","):
        raise Refused("country")
    checked = openssl("dgst", "-sha256", "-verify", path("key.pem"), "-signature", path("sig"), path("data"))
    if checked.returncode:
        raise Refused("signature")
    return hashlib.sha256(canonical).hexdigest()


def main():
    with tempfile.TemporaryDirectory() as folder:
        try:
            print("valid", judge(sys.stdin.read(), sys.argv[1], sys.argv[2], folder))
            return 0
        except (Refused, KeyError, TypeError, ValueError) as reason:
            print("refused", reason)
            return 1


sys.exit(main())
