"""Kinds of garment: the catalog's words, how others' words map to them, and which go together.

Owns the vocabulary. A kind that cannot be told is "".
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS: dict[str, str] = {
    "shirt": "shirt shirts overshirt oxford flannel button-down buttondown hemd hemden chemise",
    "blouse": "blouse blouses bluse blusen tunic tunics",
    "tee": "tee tees t-shirt t-shirts tshirt tshirts polo polos henley",
    "top": "top tops camisole camisoles cami tank tank-top tanktop bodysuit bodysuits crop-top "
    "tube-top bustier halter",
    "knit": "knit knits knitwear jumper jumpers sweater sweaters pullover pullovers cardigan "
    "cardigans turtleneck turtlenecks roll-neck rollneck strickjacke pull twinset",
    "sweatshirt": "sweatshirt sweatshirts hoodie hoodies sweat sweats hoody fleece",
    "dress": "dress dresses gown gowns kleid kleider sundress maxi-dress jumpsuit jumpsuits "
    "romper rompers playsuit dungarees",
    "skirt": "skirt skirts skort röcke jupe jupes kilt",
    "trousers": "trousers trouser pants pant chinos chino leggings legging joggers jogger slacks "
    "culottes hose hosen pantalon pantalons cargos sweatpants",
    "jeans": "jeans jean denims",
    "shorts": "shorts short bermudas bermuda",
    "jacket": "jacket jackets bomber windbreaker gilet gilets vest vests waistcoat waistcoats "
    "jacke jacken veste vestes parka parkas anorak anoraks puffer raincoat-jacket shacket",
    "coat": "coat coats overcoat overcoats trench trench-coat raincoat raincoats mantel mäntel "
    "manteau manteaux peacoat cape poncho",
    "blazer": "blazer blazers sakko sport-coat",
    "suit": "suit suits tuxedo tuxedos anzug anzüge two-piece dinner-jacket",
    "scarf": "scarf scarves shawl shawls foulard bandana stole schal schals écharpe snood",
    "bag": "bag bags tote totes handbag handbags backpack backpacks clutch purse purses satchel "
    "rucksack tasche taschen sac wallet wallets crossbody shoulder-bag duffel weekender",
    "belt": "belt belts gürtel ceinture ceintures",
    "shoes": "shoe shoes sneaker sneakers trainer trainers loafer loafers sandal sandals heel "
    "heels pump pumps high-top high-tops low-top low-tops flats ballerina ballerinas slipper "
    "slippers mule mules espadrille espadrilles oxfords derby derbies brogues slides schuh "
    "schuhe chaussures clogs flip-flops",
    "boots": "boot boots bootie booties wellies stiefel bottes chelsea-boots",
    "hat": "hat hats cap caps beanie beanies beret berets fedora hut mütze bonnet snapback "
    "bucket-hat headband visor",
    "swimwear": "swimwear bikini bikinis swimsuit swimsuits swim-shorts swim-trunks "
    "swimming-trunks trunks boardshorts tankini badeanzug",
    "underwear": "underwear bra bras bralette briefs boxer boxers lingerie panties thong knickers "
    "pyjama pyjamas pajamas nightgown",
    "socks": "sock socks tights stockings socken hosiery",
    "bracelet": "bracelet bracelets bangle bangles anklet anklets armband cuff-bracelet",
    "necklace": "necklace necklaces neclace choker chokers pendant pendants halskette "
    "collier chain",
    "earrings": "earring earrings ear-rings studs hoops ohrringe ear-cuff",
    "ring": "ring rings signet",
    "watch": "watch watches uhr chronograph",
    "sunglasses": "sunglasses sunglass sonnenbrille eyewear shades glasses",
    "gloves": "glove gloves mittens handschuhe gants",
}

KINDS: tuple[str, ...] = tuple(_WORDS)

# Two words whose meaning is not that of the last one.
_PHRASES = {
    "dress shirt": "shirt",
    "shirt dress": "dress",
    "polo shirt": "tee",
    "tank top": "top",
    "crop top": "top",
    "t shirt": "tee",
    "high top": "shoes",
    "high tops": "shoes",
    "low tops": "shoes",
    "swim shorts": "swimwear",
    "swim trunks": "swimwear",
    "board shorts": "swimwear",
    "boxer shorts": "underwear",
    "bathing suit": "swimwear",
    "track suit": "sweatshirt",
    "flip flops": "shoes",
    "ear rings": "earrings",
    "ear cuff": "earrings",
    "ear cuffs": "earrings",
    "key ring": "",
    "gift card": "",
    "suit trousers": "trousers",
    "suit jacket": "blazer",
    "bucket hat": "hat",
    "jumper dress": "dress",
    "knit dress": "dress",
    "knit top": "knit",
    "rain coat": "coat",
    "denim jacket": "jacket",
    "jean jacket": "jacket",
    "short sleeve": "",
    "short sleeved": "",
    "watch strap": "",
    "bra top": "underwear",
    "outerwear": "jacket",
    "denim": "jeans",
}

_KIND_OF = {
    word.replace("-", " "): kind for kind, words in _WORDS.items() for word in words.split()
}
_KIND_OF.update(_PHRASES)
_PATTERN = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, _KIND_OF), key=len, reverse=True)) + r")\b"
)
# What follows tells more about the garment, not what it is: "Dress with belt", "Bag for shoes".
_SEGMENT = re.compile(
    r"\b(?:with|w/|in|for|and|from|by|mit|für|und|avec|pour|et|without)\b|[,;:&+(|/–—]| - "
)


@lru_cache(maxsize=8192)
def kind_in(text: str) -> str:
    """The kind that a title, type or tag names: its head word, the last of its first part."""
    plain = re.sub(r"[\s_-]+", " ", text.casefold().replace(" - ", " | "))
    for segment in _SEGMENT.split(plain):
        found = [kind for word in _PATTERN.findall(segment) if (kind := _KIND_OF[word])]
        if found:
            return found[-1]
    return ""


def kind_in_path(text: str) -> str:
    """The kind of a category path ("Apparel & Accessories > Clothing > Dresses"), deepest first."""
    for part in reversed(text.split(">")):
        if kind := kind_in(part.replace("&", ",")):
            return kind
    return ""


_UPPER = ("shirt", "blouse", "tee", "top", "knit", "sweatshirt")
_LOWER = ("trousers", "jeans", "skirt", "shorts")
_OUTER = ("jacket", "blazer", "coat")
_FEET = ("shoes", "boots")
_JEWELLERY = ("necklace", "earrings", "bracelet", "ring")
_FULL = ("dress", "suit", "swimwear")

SLOTS: dict[str, str] = {
    **dict.fromkeys(_UPPER, "upper"),
    **dict.fromkeys(_LOWER, "lower"),
    **dict.fromkeys(_OUTER, "outer"),
    **dict.fromkeys(_FEET, "feet"),
    **dict.fromkeys(_FULL, "full"),
}
"""Where a garment is worn; kinds that are not here have a place of their own."""

# Place of the garment in the room -> kinds in the order a colleague would fetch them.
_FETCH: dict[str, tuple[str, ...]] = {
    "upper": (
        *("trousers", "jeans", "skirt", "jacket", "shoes", "blazer", "shorts", "belt", "bag"),
        *("coat", "scarf", "boots", "necklace", "knit", "hat", "earrings", "bracelet", "watch"),
    ),
    "lower": (
        *("shirt", "blouse", "tee", "knit", "top", "belt", "shoes", "jacket", "sweatshirt"),
        *("blazer", "boots", "bag", "coat", "socks", "necklace", "scarf", "hat"),
    ),
    "outer": (
        *("knit", "shirt", "trousers", "jeans", "scarf", "tee", "dress", "boots", "blouse"),
        *("shoes", "top", "skirt", "bag", "hat", "gloves", "sweatshirt", "belt"),
    ),
    "feet": (
        *("trousers", "jeans", "dress", "socks", "bag", "skirt", "belt", "jacket", "knit"),
        *("shirt", "coat", "shorts", "tee"),
    ),
    "full": (
        *("shoes", "bag", "jacket", "necklace", "earrings", "belt", "boots", "coat", "shirt"),
        *("blazer", "bracelet", "scarf", "hat", "sunglasses", "knit", "watch", "ring"),
    ),
    "scarf": ("coat", "knit", "hat", "gloves", "jacket", "bag", "trousers", "boots", "shirt"),
    "bag": ("dress", "shoes", "coat", "blouse", "belt", "scarf", "jacket", "trousers", "boots"),
    "belt": ("trousers", "jeans", "shirt", "shoes", "dress", "bag", "skirt", "blouse", "boots"),
    "hat": ("scarf", "coat", "gloves", "knit", "jacket", "tee", "sunglasses", "sweatshirt"),
    "gloves": ("scarf", "hat", "coat", "knit", "jacket", "boots", "bag"),
    "socks": ("shoes", "boots", "trousers", "jeans", "underwear", "knit"),
    "underwear": ("socks", "tee", "shirt", "dress", "top"),
    "sunglasses": ("hat", "dress", "tee", "shorts", "bag", "swimwear", "shirt", "necklace"),
    "necklace": ("earrings", "bracelet", "ring", "dress", "blouse", "top", "knit", "watch"),
    "earrings": ("necklace", "bracelet", "ring", "dress", "blouse", "top", "scarf", "watch"),
    "bracelet": ("necklace", "ring", "earrings", "watch", "dress", "blouse", "top", "shirt"),
    "ring": ("bracelet", "necklace", "earrings", "watch", "dress", "blouse"),
    "watch": ("bracelet", "belt", "shirt", "suit", "ring", "blazer", "shoes", "necklace"),
}
_ANY = (
    *("trousers", "shirt", "knit", "dress", "jacket", "shoes", "bag", "jeans", "blouse", "tee"),
    *("skirt", "coat", "belt", "scarf", "top", "necklace", "bracelet", "earrings"),
)


@lru_cache(maxsize=128)
def goes_with_kind(kind: str) -> dict[str, float]:
    """Kinds that are worn with this one, each with how readily (1 first, falling towards 0.3).

    A garment of the same place is never among them, except knitwear, which goes over a shirt.
    """
    slot = SLOTS.get(kind, kind)
    fetch = [other for other in _FETCH.get(slot, _ANY) if other != kind]
    if kind == "knit":
        fetch.insert(3, "shirt")
    return {other: 1.0 - 0.7 * rank / len(fetch) for rank, other in enumerate(fetch)}


@lru_cache(maxsize=1024)
def fit_of_kinds(one: str, other: str) -> float:
    """How readily two kinds are worn together: 0 (the same kind, or the same place) to 1."""
    if one == other and one:
        return 0.0
    fit = max(goes_with_kind(one).get(other, 0.0), goes_with_kind(other).get(one, 0.0))
    if fit:
        return fit
    same_place = one in SLOTS and SLOTS[one] == SLOTS.get(other)
    full = {SLOTS.get(one), SLOTS.get(other)}
    if same_place or ("full" in full and full & {"upper", "lower"}):
        return 0.0
    return 0.15
