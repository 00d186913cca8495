// Values that break careless code, for generated requests and files.
import fc from 'fast-check';

/** Texts for parameters, headers' neighbours and fields. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '0', '-1', '1e999', '-0', 'NaN', 'Infinity', '1e-400', '0x10', '٣', '1_000', '00', '+1'],
    ...[
      '9007199254740993',
      '9223372036854775807',
      '9223372036854775808',
      '-9223372036854775809',
      '2147483648',
    ],
    ...['null', 'undefined', 'true', '[]', '{}', '[object Object]', '__proto__', 'constructor', 'toString'],
    ...['hasOwnProperty', "'", '"', '\\', "'; drop table incident; --", '$1', '$$', '%', '%%', '_', '*', '?'],
    ...[
      '../../etc/passwd',
      '..',
      '.',
      '/',
      '//',
      'a/b',
      'a b',
      'a+b',
      'a,b',
      ',',
      ',,,,',
      ';',
      '#',
      '&',
      '=',
      '|',
    ],
    ...[
      '\0',
      'a\0b',
      '\u0001',
      '\u007f',
      '\r\nx: y',
      '\n',
      '\t',
      '\ufeff',
      '\u200b',
      '\u202e',
      '\ufffd',
      '\ud800',
    ],
    ...['网格', '🏠', 'é', 'e\u0301', 'ﷺ', 'İ', 'ß', 'K', '<script>alert(1)</script>', '{{7*7}}'],
    ...['0000-01-01', '2026-02-30', '2026-13-01T00:00:00Z', '2026-01-01T00:00:60Z', '9999-12-31T23:59:59Z'],
    ...[
      '-271821-04-20T00:00:00Z',
      '+275760-09-13T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '0001-01-01T00:00:00+14:00',
    ],
    ...[
      '294277-01-01T00:00:00Z',
      '2026-01-01T00:00:00Z/2025-01-01T00:00:00Z',
      '../..',
      '/..',
      'infinity',
      'now',
    ],
    ...['180,90,-180,-90', '1,2,3', '1,2,3,4,5,6,7', '-180,-90,180,90', '170,0,-170,10', 'NaN,NaN,NaN,NaN'],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 40 }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.constantFrom(100, 129, 1_000, 5_000).map((length) => 'x'.repeat(length)),
);

/** JSON of any shape where something else was expected. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        null,
        true,
        false,
        0,
        -0,
        -1,
        1,
        2,
        0.1,
        1e-7,
        1e308,
        -1e308,
        5e-324,
        2 ** 31,
        -(2 ** 31) - 1,
        2 ** 53,
      ],
      ...[
        32_767,
        32_768,
        65_536,
        1e15,
        1e21,
        180,
        180.00000001,
        -180,
        90,
        90.00000001,
        1e7,
        [],
        {},
        [[]],
        [null],
      ],
      ...[{ a: 1 }, [1, 2, 3], { type: 'Point', coordinates: [0, 0] }, { length: 1e9 }, { toString: 1 }],
      ...[{ constructor: { prototype: {} } }, JSON.parse('{"__proto__": {"admin": true}}')],
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(20, 31, 40).map(nested) },
);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

/** A change to a JSON value at one place; the same numbers change the same place in the same way. */
export interface JsonMutation {
  place: number;
  kind: 'replace' | 'remove' | 'add' | 'repeat';
  key: string;
  value: unknown;
}

export const jsonMutation: fc.Arbitrary<JsonMutation> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'repeat'),
  key: fc.oneof(fc.constantFrom('__proto__', 'constructor', 'id', 'type', 'x\0', ''), hostileText),
  value: hostileJson,
});

/** A copy of the value with the change in it. */
export function mutated(value: unknown, { place, kind, key, value: other }: JsonMutation): unknown {
  const holder = { root: structuredClone(value) };
  const places = placesIn(holder);
  const [parent, name] = places[place % places.length]!;
  if (kind === 'replace' || name === 'root') parent[name] = other;
  else if (kind === 'remove') {
    if (Array.isArray(parent)) parent.splice(Number(name), 1);
    else delete parent[name];
  } else if (kind === 'add') {
    if (Array.isArray(parent)) parent.splice(Number(name), 0, other);
    // also under the name __proto__, as a parser would
    else
      Object.defineProperty(parent, key, {
        value: other,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  } else if (Array.isArray(parent)) parent.splice(Number(name), 0, structuredClone(parent[Number(name)]));
  return holder.root;
}

type Holder = Record<string, unknown> & unknown[];

/** Every place at which a value stands, at most a few thousand. */
function placesIn(root: object): [parent: Holder, name: string][] {
  const places: [Holder, string][] = [];
  const stack: object[] = [root];
  for (let parent = stack.pop(); parent !== undefined && places.length < 5_000; parent = stack.pop()) {
    for (const [name, value] of Object.entries(parent)) {
      places.push([parent as Holder, name]);
      if (typeof value === 'object' && value !== null) stack.push(value);
    }
  }
  return places;
}

/** A text cut, doubled or spoilt at one place. */
export const textMutation: fc.Arbitrary<(text: string) => string | Uint8Array> = fc
  .record({
    place: fc.nat(),
    kind: fc.constantFrom('cut', 'insert', 'overwrite', 'double', 'byte', 'bom'),
    piece: hostileText,
  })
  .map(({ place, kind, piece }) => (text: string): string | Uint8Array => {
    const at = text.length === 0 ? 0 : place % text.length;
    if (kind === 'cut') return text.slice(0, at);
    if (kind === 'insert') return text.slice(0, at) + piece + text.slice(at);
    if (kind === 'overwrite') return text.slice(0, at) + piece + text.slice(at + piece.length);
    if (kind === 'double') return text + text.slice(at);
    if (kind === 'bom') return `\ufeff${text}`;
    // not UTF-8
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[at % bytes.length] = 0x80 + (place % 0x80);
    return bytes;
  });
