"""What a verification found, as somebody who has to act on it reads it."""

from schakel.audit.findings import Findings, Window


def sentences(findings: Findings) -> list[str]:
    """The findings as somebody who has to act on them reads them: what is wrong first."""
    told = [f"WRONG    {problem}" for problem in findings.problems]
    told += [
        f"RESTORED door {restore.door} at {restore.at} (epoch {restore.epoch}): goes on after event {restore.sequence}, "
        f"{_lost(restore.sequence, restore.lost_through)}; reason: {restore.reason}"
        for restore in findings.restores
    ]
    told += [
        f"PRUNED   door {door}: events up to {through}, after their term" for door, through in findings.pruned.items()
    ]
    told += [f"LATE     {_span(window)} waited longer than a minute for a checkpoint" for window in findings.unwatched]
    told += [f"NOTE     checkpoint file, line {line}: a write that was cut short; nothing was lost by it"
             for line in findings.unfinished_lines]  # fmt: skip
    told += [
        f"OPEN     {_span(window)} can't be proved yet: no checkpoint has seen them" for window in findings.windows
    ]
    verdict = "sound" if findings.is_sound else f"NOT sound ({len(findings.problems)} found)"
    return [*told, f"{findings.events} events held against {findings.checkpoints} checkpoints: {verdict}."]


def _span(window: Window) -> str:
    return f"door {window.door}: {window.count} events, {window.first} to {window.last}, since {window.since} UTC,"


def _lost(sequence: int, through: int) -> str:
    if through == sequence:
        # Where the file itself was lost or begun anew, nobody can say more than what it holds.
        return "no event that this checkpoint file had seen was lost"
    return f"events {sequence + 1} to {through} had been signed and are not in the backup"
