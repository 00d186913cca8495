import { expect, test } from 'vitest';
import { MessageReader } from './clientMessages.ts';

const message = (type: string, body: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
};
const untyped = (code: number, body = ''): Buffer => {
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(code, 4);
  return Buffer.concat([head, Buffer.from(body)]);
};
const startup = untyped(196608, 'user\0postgres\0\0');

const startedReader = (): MessageReader => {
  const reader = new MessageReader();
  reader.push(startup);
  reader.takeRequest();
  return reader;
};
const kinds = (reader: MessageReader): string[] => reader.takeRequest().map(({ kind }) => kind);

test('a connection begins with an encryption request, then its startup packet', () => {
  const reader = new MessageReader();
  reader.push(Buffer.concat([untyped(80877103), startup]));
  expect(kinds(reader)).toEqual(['encryption']);
  expect(kinds(reader)).toEqual(['startup']);
});

test('a request is withheld until its Sync is there', () => {
  const reader = startedReader();
  reader.push(Buffer.concat([message('P', 'select'), message('B', 'values')]));
  expect(reader.hasRequest).toBe(false);
  reader.push(Buffer.concat([message('E', ''), message('S', '')]));
  const request = reader.takeRequest().map(({ bytes }) => String.fromCharCode(bytes[0] ?? 0));
  expect(request).toEqual(['P', 'B', 'E', 'S']);
});

test('two requests in one piece are two', () => {
  const reader = startedReader();
  reader.push(Buffer.concat([message('Q', 'begin'), message('Q', 'commit'), message('X', '')]));
  expect(kinds(reader)).toEqual(['query']);
  expect(kinds(reader)).toEqual(['query']);
  expect(kinds(reader)).toEqual(['terminate']);
  expect(reader.hasRequest).toBe(false);
});

test('a message that comes byte by byte is whole at its last byte', () => {
  const reader = startedReader();
  const bytes = message('Q', 'select 1');
  for (const [index, byte] of bytes.entries()) {
    expect(reader.hasRequest).toBe(false);
    reader.push(Buffer.from([byte]));
    if (index < bytes.length - 1) expect(reader.hasRequest).toBe(false);
  }
  expect(Buffer.from(reader.takeRequest()[0]?.bytes ?? [])).toEqual(bytes);
});

test('bytes that are no PostgreSQL message are refused', () => {
  expect(() => new MessageReader().push(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toThrow(RangeError);
});
