"""Words of one meaning, in the languages that forms of one survey come in."""

from __future__ import annotations

_WORDS = """
yes y true t 1 ja j oui o si sim da tak kylla igen evet ano
no n false f 0 nee nein non nao nie nej ei nem hayir ne
male m man men mann mannlich mannelijk homme masculin hombre masculino uomo maschio homem boy h
female f w woman women frau weiblich vrouw vrouwelijk femme feminin mujer femenino femmina girl k v
married verheiratet gehuwd marie mariee casado casada sposato sposata
single unmarried nevermarried ledig celibataire soltero soltera ongehuwd nubile celibe
divorced geschieden gescheiden divorce divorcee divorciado divorciada
widowed widow widower verwitwet weduwe veuf veuve viudo viuda vedovo vedova
high hoch hoog haut eleve alto alta
medium middle mittel midden gemiddeld moyen medio media
low niedrig laag bas bajo baja basso bassa faible
good gut goed bon bonne bueno buena buono buona
bad poor schlecht slecht mauvais mauvaise malo mala cattivo
urban stadt stadtisch stedelijk urbain urbano urbana
rural land landlich landelijk campagne countryside
north nord noord norte
south sud zuid sur sul
east ost oost est este leste
west ouest oeste ovest
white weiss wit blanc blanche blanco blanca bianco
black schwarz zwart noir noire negro negra nero
red rot rood rouge rojo roja rosso
green grun groen vert verte verde
blue blau blauw bleu bleue azul blu
yellow gelb geel jaune amarillo giallo
"""
"""A line a meaning, without case and accents."""

_MEANINGS: dict[str, set[int]] = {}
for _at, _line in enumerate(_WORDS.split("\n")):
    for _word in _line.split():
        _MEANINGS.setdefault(_word, set()).add(_at)


def same_meaning(one: str, other: str) -> bool:
    """Say whether two words are one in two languages, or two usual ways to say it.

    Example:
        >>> same_meaning("yes", "oui"), same_meaning("frau", "homme")
        (True, False)
    """
    return not _MEANINGS.get(one, set()).isdisjoint(_MEANINGS.get(other, set()))
