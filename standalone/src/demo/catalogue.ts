import { seededFaker } from './seeded-faker.ts';

export interface Product {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly brand: string;
  /** US dollars. */
  readonly price: number;
}

/** What the demo company, a shop for house and garden, sells: lowest and highest price in cents, then the products. */
const shelves = {
  Kitchen: [
    900,
    18_000,
    'Cast Iron Skillet, Chef Knife, Stand Mixer, Espresso Pot, Cutting Board, Stock Pot, Salad Bowl, Mixing Bowls, Pepper Mill, Bread Knife, Tea Kettle, Roasting Pan',
  ],
  Tableware: [
    600,
    9_000,
    'Dinner Plates, Soup Bowls, Wine Glasses, Steak Knives, Serving Platter, Coffee Mugs, Linen Napkins, Water Carafe, Dessert Spoons, Cake Stand, Table Runner, Espresso Cups',
  ],
  Bedding: [
    1_900,
    24_000,
    'Linen Duvet Cover, Down Pillow, Percale Sheets, Wool Blanket, Mattress Topper, Quilted Throw, Silk Pillowcase, Flannel Sheets, Body Pillow, Bed Skirt, Weighted Blanket, Crib Sheet',
  ],
  Bath: [
    800,
    7_500,
    'Bath Towel, Hand Towel, Bath Mat, Shower Curtain, Soap Dispenser, Bathrobe, Laundry Hamper, Toothbrush Cup, Shower Caddy, Sea Sponge, Bath Salts, Wall Mirror',
  ],
  Lighting: [
    1_500,
    22_000,
    'Desk Lamp, Floor Lamp, Pendant Light, String Lights, Reading Light, Table Lamp, Wall Sconce, Night Light, Lantern, Lamp Shade, Light Bulbs, Dimmer Switch',
  ],
  Furniture: [
    6_900,
    89_000,
    'Oak Side Table, Armchair, Bookcase, Dining Chair, Bar Stool, Coffee Table, Bench, Writing Desk, Nightstand, Shoe Rack, Sofa Bed, Wardrobe',
  ],
  Garden: [
    700,
    32_000,
    'Watering Can, Pruning Shears, Herb Planter, Garden Hose, Fire Pit, Bird Feeder, Seed Starter Kit, Garden Bench, Compost Bin, Rain Gauge, Hand Trowel, Hammock',
  ],
  Storage: [
    500,
    12_000,
    'Wicker Basket, Glass Jars, Drawer Organizer, Storage Bench, Spice Rack, Hanging Shelf, Cable Box, Under-Bed Box, Bread Bin, Coat Rack, Magazine File, Pantry Labels',
  ],
  Decor: [
    900,
    28_000,
    'Ceramic Vase, Picture Frame, Wool Rug, Scented Candle, Throw Pillow, Wall Clock, Curtain Panels, Dried Flowers, Art Print, Door Mat, Candle Holder, Globe',
  ],
  Outdoor: [
    1_200,
    45_000,
    'Picnic Basket, Camp Chair, Cooler Bag, Parasol, Charcoal Grill, Grill Tongs, Beach Towel, Folding Table, Thermos Flask, Sun Sail, Croquet Set, Outdoor Rug',
  ],
} as const satisfies Record<string, readonly [number, number, string]>;

export type Category = keyof typeof shelves;
export const categories = Object.keys(shelves) as readonly Category[];

const brands = [
  'Fjord & Field',
  'Alder House',
  'Morning Clay',
  'Brightwick',
  'Northbeam',
  'Plain Goods',
] as const;

/** The same 120 products for every seed. */
export const products: readonly Product[] = makeProducts();

function makeProducts(): readonly Product[] {
  const faker = seededFaker(1, 'catalogue');
  return categories.flatMap((category, shelf) => {
    const [lowest, highest, names] = shelves[category];
    return names.split(', ').map((name, place) => {
      const number = String(1_000 + shelf * 100 + place);
      // Many cheap things, few dear ones.
      const share = faker.number.float({ max: 1 }) ** 2.5;
      const cents = Math.round((lowest + share * (highest - lowest)) / 100) * 100 - 10;
      return {
        product_id: `p-${number}`,
        sku: `${category.slice(0, 3).toUpperCase()}-${number}`,
        name,
        category,
        brand: faker.helpers.arrayElement(brands),
        price: cents / 100,
      };
    });
  });
}
