"""Every sentence of a verdict, in both languages, in one place."""

from __future__ import annotations

from model.text import Text

# What is missing
NO_ERROR = Text(
    nl="van een van beide bronnen is de meetfout onbekend (geen aantallen, spreiding of "
    "betrouwbaarheid); zonder meetfout lijkt al snel iets voorop te lopen",
    en="the measurement error of one of the sources is unknown (no counts, spread or "
    "reliability); without it, something soon seems to lead",
)
FEW_UNITS = Text(
    nl="{units} eenheden hebben beide reeksen; nodig zijn er minstens {needed}",
    en="{units} units have both series; at least {needed} are needed",
)
FEW_PERIODS = Text(
    nl="de reeksen beslaan samen {periods} gemeten perioden; nodig zijn er minstens {needed}",
    en="the series share {periods} measured periods; at least {needed} are needed",
)
SAME_PEOPLE = Text(
    nl="dezelfde mensen beantwoordden beide kanten, of de meetvensters overlappen: hun toevallige "
    "fouten lopen samen op en dan is geen volgorde te bepalen",
    en="the same people answered both sides, or the windows overlap: their chance errors move "
    "together and no order can be told",
)
TOO_WEAK = Text(
    nl="een effect kleiner dan {mde} is met deze gegevens niet te zien; van belang is {smallest}",
    en="an effect smaller than {mde} cannot be seen in these data; {smallest} would matter",
)
ORDER_UNCLEAR = Text(
    nl="de reeksen hangen samen, maar de volgorde is nog niet duidelijk",
    en="the series are related, but the order is not yet clear",
)
NO_RELATION = Text(
    nl="er is geen samenhang te zien, bij geen enkele vertraging",
    en="no relation is to be seen, at any lag",
)
NO_ORDER = Text(
    nl="geen van beide liep voorop, en een effect van {smallest} zou zijn opgevallen",
    en="neither went before the other, and an effect of {smallest} would have shown",
)
LATER_LESS_SHARP = Text(
    nl="een voorsprong van meer dan één periode is minder scherp getoetst",
    en="a lead of more than one period was tested less sharply",
)
# What was found
FORWARD_FOUND = Text(
    nl="de eerste reeks liep voorop op de tweede",
    en="the first series went before the second",
)
REVERSE_FOUND = Text(
    nl="de tweede reeks liep voorop op de eerste",
    en="the second series went before the first",
)
BOTH_FOUND = Text(
    nl="elk van beide reeksen liep voorop op de andere",
    en="each series went before the other",
)
TOGETHER_FOUND = Text(
    nl="de reeksen bewegen in dezelfde periode samen; geen van beide loopt merkbaar voorop",
    en="the series move together within a period; neither noticeably goes before the other",
)
OPPOSITE = Text(
    nl="het verband is tegengesteld: na een stijging volgde een daling",
    en="the relation is opposite: a rise was followed by a fall",
)
# What the method may not hold for
NOT_CLAIMED = Text(
    nl="een volgorde wordt niet beweerd: {why}",
    en="an order is not claimed: {why}",
)
BEWARE = Text(nl="let op: {why}", en="beware: {why}")
# What lowers the strength
EIV_DISAGREES = Text(
    nl="een eenvoudiger schatter (EIV-HPJ) wijst de andere kant op",
    en="a simpler estimator (EIV-HPJ) points the other way",
)
UNIT_FLIPS = Text(
    nl="de uitkomst hangt op één eenheid: zonder haar wordt zij {becomes}",
    en="the outcome hangs on one unit: without it, it becomes {becomes}",
)
PERIOD_FLIPS = Text(
    nl="de uitkomst hangt op één periode: zonder haar wordt zij {becomes}",
    en="the outcome hangs on one period: without it, it becomes {becomes}",
)
ERROR_FLIPS = Text(
    nl="met een meetfout die {factor} keer zo groot is, wordt de uitkomst {becomes}",
    en="with measurement error {factor} times as large, the outcome becomes {becomes}",
)
START_FLIPS = Text(
    nl="met een andere aanname over het begin van de reeksen wordt de uitkomst {becomes}",
    en="with another assumption about how the series began, the outcome becomes {becomes}",
)
OUTCOMES = {
    "lead": Text(nl="alleen de eerste reeks voorop", en="only the first series first"),
    "reverse": Text(nl="alleen de tweede reeks voorop", en="only the second series first"),
    "both": Text(nl="beide richtingen", en="both directions"),
    "neither": Text(nl="geen volgorde gevonden", en="no order found"),
    "unusable": Text(nl="niet te berekenen", en="not to be computed"),
}
RELIABILITY_ENTERED = Text(
    nl="de meetfout volgt uit een opgegeven betrouwbaarheid, niet uit de antwoorden zelf",
    en="the measurement error follows from a stated reliability, not from the answers themselves",
)
COARSE = Text(
    nl="{which} is eens per {step} perioden gemeten: wat daartussen gebeurde is niet gezien, en "
    "een volgorde korter dan dat rust op de aanname van een gelijkmatig verloop",
    en="{which} was measured once every {step} periods: what happened in between was not seen, "
    "and an order shorter than that rests on the assumption of an even course",
)
FIRST_SERIES = Text(nl="de eerste reeks", en="the first series")
SECOND_SERIES = Text(nl="de tweede reeks", en="the second series")
LEFT_OUT_UNIT = Text(
    nl="laagste en hoogste schatting als één eenheid wordt weggelaten",
    en="lowest and highest estimate when one unit is left out",
)
LEFT_OUT_PERIOD = Text(
    nl="laagste en hoogste schatting als één periode wordt weggelaten",
    en="lowest and highest estimate when one period is left out",
)
TOO_SHORT_TO_ESTIMATE_ERROR = Text(
    nl="de meetfout is uit minder dan {needed} perioden niet te schatten",
    en="measurement error cannot be estimated from fewer than {needed} periods",
)
