"""What the latent model says when a number alone would mislead."""

from __future__ import annotations

from model.statistics.applicability import not_applicable as not_applicable
from model.text import Text

TOO_SMALL = Text(
    nl="minstens drie eenheden met drie perioden waarin beide reeksen zijn gemeten zijn nodig",
    en="at least three units with three periods in which both series were measured are needed",
)
NOT_ARRIVED = Text(
    nl="de schatting kwam niet tot een einde; deze gegevens leggen het model niet vast",
    en="the estimation did not come to an end; these data do not pin the model down",
)
NOT_TOLD = Text(
    nl="de gegevens kunnen niet alle delen van het model uit elkaar houden",
    en="the data cannot tell all parts of the model apart",
)
ALL_NOISE = (
    Text(
        nl="in de eerste reeks blijft na aftrek van de meetfout vrijwel geen beweging over",
        en="almost no movement remains in the first series once measurement error is taken out",
    ),
    Text(
        nl="in de tweede reeks blijft na aftrek van de meetfout vrijwel geen beweging over",
        en="almost no movement remains in the second series once measurement error is taken out",
    ),
)
SLOW = Text(
    nl="een van de reeksen beweegt zo traag dat zij nauwelijks van een vast verschil tussen "
    "eenheden te onderscheiden is; de onzekerheid is groter dan de band laat zien",
    en="one of the series moves so slowly that it can hardly be told from a fixed difference "
    "between units; the uncertainty is larger than the band shows",
)
ONE_MOVEMENT = Text(
    nl="de reeksen bewegen (vrijwel) als één: wat in beide nieuw is, is niet uit elkaar te houden, "
    "of de opgegeven meetfout verklaart al bijna alles",
    en="the series move (nearly) as one: what is new in each cannot be told apart, or the given "
    "measurement error already explains nearly everything",
)
OPEN_INTERVAL = Text(
    nl="de gegevens begrenzen de samenhang naar minstens één kant niet",
    en="the data do not bound the effect on at least one side",
)
