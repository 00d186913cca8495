import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventParser } from './eventParser.ts';

const stream =
  'retry: 2000\nid: 370215:17\nevent: ready\ndata: {}\n\n: still here\n\n' +
  'id: 370215:18\nevent: change\ndata: {"region":"370215",\ndata: "sequence":"18"}\n\n';
const events = [
  { event: 'ready', data: '{}', id: '370215:17' },
  { event: 'change', data: '{"region":"370215",\n"sequence":"18"}', id: '370215:18' },
];

function parse(pieces: readonly string[]) {
  const parser = new EventParser();
  return { events: pieces.flatMap((piece) => parser.push(piece)), retryMs: parser.retryMs };
}

describe('server-sent events', () => {
  test('have a name, an id and data, which may have several lines', () => {
    expect(parse([stream])).toEqual({ events, retryMs: 2000 });
  });

  test('are the same however the stream is cut, and whatever ends its lines', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: stream.length + 20 }));
    fc.assert(
      fc.property(cuts, fc.constantFrom('\n', '\r', '\r\n'), (places, lineEnd) => {
        const whole = stream.replaceAll('\n', lineEnd);
        const at = [0, ...places.sort((a, b) => a - b), whole.length];
        const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
        // a lone carriage return at the very end waits for what follows it
        expect(parse([...pieces, ': \n']).events).toEqual(events);
      }),
    );
  });

  test('without data are none, but their id counts', () => {
    expect(parse(['id: 5\n\ndata: x\n\n']).events).toEqual([{ event: 'message', data: 'x', id: '5' }]);
  });

  test('a comment, an unknown field and a wait that is no number change nothing', () => {
    expect(parse(['\uFEFF: hello\nretry: soon\nother: 1\n\n'])).toEqual({ events: [], retryMs: undefined });
  });
});
