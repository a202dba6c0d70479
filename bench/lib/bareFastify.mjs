// Fastify with nothing but the answers: given texts for given routes. What HTTP alone costs on this machine. Body and headers as the game's.
import Fastify from 'fastify';

process.once('message', async ({ routes, headers }) => {
  const app = Fastify();
  for (const { method, path, status, text } of routes) {
    app.route({
      method,
      url: path.split('?')[0],
      handler: (_request, reply) => {
        for (const [name, value] of headers) reply.header(name, value);
        return reply.code(status).type('application/json; charset=utf-8').send(text);
      },
    });
  }
  process.send({ url: await app.listen({ port: 0, host: '127.0.0.1' }) });
});
process.on('disconnect', () => process.exit(0));
