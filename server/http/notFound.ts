// 404 and 405: Fastify knows only the first.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problems.ts';

/** To be called before the routes are registered: it listens to them. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const routes: { pattern: RegExp; methods: string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ pattern: patternOf(url), methods: Array.isArray(method) ? method : [method] });
  });
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = new Set(
      routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods),
    );
    if (allowed.size === 0 || allowed.has(request.method)) {
      return sendProblem(reply, { status: 404, title: 'Not found', detail: `There is nothing at ${path}` });
    }
    const list = [...allowed].sort().join(', ');
    return sendProblem(reply.header('allow', list), {
      status: 405,
      title: 'Method not allowed',
      detail: `${path} does not take ${request.method}, only ${list}`,
    });
  });
}

/** `/tiles/:layer/:y.mvt` → a pattern for paths */
function patternOf(url: string): RegExp {
  const parts = url.split(/(:[A-Za-z0-9_]+|\*)/).map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
