import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { StorageFull } from '../errors.ts';
import { handleError } from './problems.ts';

test.each([
  ['the database', new StorageFull('could not extend file')],
  ['a file of ours', Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })],
])('no room for %s is 507 with what to do, and nothing of the disk is told', async (_where, error) => {
  const app = Fastify();
  app.setErrorHandler(handleError);
  app.get('/', async () => {
    throw error;
  });
  const answer = await app.inject('/');
  expect(answer.statusCode).toBe(507);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.headers['retry-after']).toBe('2');
  expect(answer.json()).toMatchObject({ status: 507, title: 'Insufficient storage' });
  expect(answer.json().detail).toContain('nothing has to be restarted');
  expect(answer.body).not.toContain(error.message);
});
