"""What participants are asked before and after, and what came of it. Of few answers nothing is shown."""

from dataclasses import dataclass

from schakel.training.chart import marks
from schakel.training.kinds import Moment
from schakel.training.models import Evaluation, Session

# With fewer answers somebody could know who said what.
LEAST = 5
STANDARD = (
    "Ik herken signalen van mensenhandel in mijn werk.",
    "Ik weet hoe ik het gesprek begin.",
    "Ik weet met wie ik een vermoeden kan bespreken.",
)


@dataclass(frozen=True)
class Result:
    """One statement: the average before and after, and how many said so; None where too few did."""

    statement: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Results:
    """What came of it, with how many answered."""

    before: int
    after: int
    rows: list[Result]

    @property
    def chart(self) -> str:
        """A picture of the averages; nothing where there is nothing to show."""
        told = [
            (row.statement, [row.before, row.after]) for row in self.rows if (row.before, row.after) != (None, None)
        ]
        return marks(told) if told else ""


def statements_of(session: Session) -> list[str]:
    """What participants of this session are asked: the lines of its course, or what fits every session."""
    lines = session.course.statements.splitlines() if session.course is not None else []
    return [line.strip() for line in lines if line.strip()] or list(STANDARD)


def results_of(session: Session) -> Results:
    """The averages of a session."""
    answers = {moment: _scores(session, moment) for moment in Moment}
    asked = statements_of(session)
    asked += sorted({one for said in answers.values() for scores in said for one in scores} - set(asked))
    rows = [Result(one, _average(answers[Moment.BEFORE], one), _average(answers[Moment.AFTER], one)) for one in asked]
    return Results(len(answers[Moment.BEFORE]), len(answers[Moment.AFTER]), rows)


def _scores(session: Session, moment: Moment) -> list[dict[str, int]]:
    return list(Evaluation.objects.filter(session=session, moment=moment).values_list("scores", flat=True))


def _average(answers: list[dict[str, int]], statement: str) -> float | None:
    said = [scores[statement] for scores in answers if statement in scores]
    return sum(said) / len(said) if len(said) >= LEAST else None
