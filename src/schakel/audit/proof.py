"""Reads a checkpoint file: which of its lines can be believed, and what they say the chains must look like."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from schakel.audit import checkpoints
from schakel.audit.checkpoints import Checkpoint, Kind
from schakel.audit.findings import Problems, Restore, What


@dataclass
class Proof:
    """What signed lines say, by door: the digest at a sequence, and where a pruned chain may begin."""

    lines: int = 0
    digests: dict[str, dict[int, bytes]] = field(default_factory=lambda: defaultdict(dict))
    starts: dict[str, dict[int, bytes]] = field(default_factory=lambda: defaultdict(dict))
    restores: list[Restore] = field(default_factory=list)
    unfinished_lines: list[int] = field(default_factory=list)

    def believe(self, checkpoint: Checkpoint) -> bool:
        """Take in one signed line; False when it contradicts an earlier one."""
        digests, starts = self.digests[checkpoint.door], self.starts[checkpoint.door]
        sequence, digest = checkpoint.sequence, bytes.fromhex(checkpoint.digest)
        if checkpoint.kind == Kind.RESTORED:
            lost = max(digests, default=sequence)
            for later in [known for known in digests if known > sequence]:
                del digests[later]
                starts.pop(later, None)
            self.restores.append(
                Restore(
                    checkpoint.door, checkpoint.epoch, checkpoint.at, sequence, max(lost, sequence), checkpoint.reason
                )
            )
        if checkpoint.kind == Kind.PRUNED:
            starts[sequence] = digest
        # A chain that was restored to nothing begins again.
        return sequence == 0 or digests.setdefault(sequence, digest) == digest


def read(lines: Iterable[bytes], public_key: Ed25519PublicKey, problems: Problems) -> Proof:
    """Every line that is signed and in its place, as one proof; what is wrong with the others goes to `problems`.

    A line that came twice is read once: a command may be given one again.
    """
    proof = Proof()
    seen: set[str] = set()
    number, previous = 0, ""
    is_followable = True
    unreadable: list[int] = []
    for place, raw in enumerate(lines, start=1):
        line = raw.rstrip(b"\n")
        if not line or checkpoints.hash_of(line) in seen:
            continue
        seen.add(checkpoints.hash_of(line))
        try:
            checkpoint, signature = checkpoints.parse(line)
        except ValueError:
            unreadable.append(place)
            continue
        is_ours = _is_signed(checkpoint, signature, public_key)
        follows = (checkpoint.number, checkpoint.previous) == (number + 1, previous)
        if not is_ours:
            problems.add(What.FORGED, "", place)
        elif not follows and is_followable:
            problems.add(What.UNLINKED, "", place)
        if is_ours and not proof.believe(checkpoint):
            problems.add(What.CONTRADICTED, "", place)
        if follows:
            # The lines around it hold together: it was a write that a power cut left half done.
            proof.unfinished_lines += unreadable
        else:
            _report(unreadable, problems)
        unreadable = []
        number, previous, is_followable = checkpoint.number, checkpoints.hash_of(line), is_ours
        proof.lines += 1
    _report(unreadable, problems)
    return proof


def _is_signed(checkpoint: Checkpoint, signature: bytes, public_key: Ed25519PublicKey) -> bool:
    try:
        public_key.verify(signature, checkpoint.signed_bytes())
    except InvalidSignature:
        return False
    return True


def _report(unreadable: list[int], problems: Problems) -> None:
    for place in unreadable:
        problems.add(What.UNREADABLE, "", place)
