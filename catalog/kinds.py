"""Kinds of garment: the catalog's words, how others' words map to them, and where each is worn.

Owns the vocabulary. A kind that cannot be told is "". Which go together: `outfits/pairing.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS: dict[str, str] = {
    "shirt": "shirt shirts overshirt oxford flannel button-down buttondown hemd hemden chemise",
    "blouse": "blouse blouses bluse blusen tunic tunics",
    "tee": "tee tees t-shirt t-shirts tshirt tshirts polo polos henley poloshirt poloshirts",
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
    "coat": "coat coats overcoat overcoats trench trench-coat trenchcoat trenchcoats raincoat "
    "raincoats mantel mäntel manteau manteaux peacoat cape poncho",
    "blazer": "blazer blazers sakko sport-coat",
    "suit": "suit suits tuxedo tuxedos anzug anzüge two-piece dinner-jacket",
    "scarf": "scarf scarves shawl shawls foulard bandana stole schal schals écharpe snood "
    "kerchief kerchiefs neckerchief",
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
_FULL = ("dress", "suit", "swimwear")

SLOTS: dict[str, str] = {
    **dict.fromkeys(_UPPER, "upper"),
    **dict.fromkeys(_LOWER, "lower"),
    **dict.fromkeys(_OUTER, "outer"),
    **dict.fromkeys(_FEET, "feet"),
    **dict.fromkeys(_FULL, "full"),
}
"""Where a garment is worn; kinds that are not here have a place of their own."""
