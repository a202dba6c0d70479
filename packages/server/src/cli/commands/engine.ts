import type { Readable } from 'node:stream';
import { previewBattle } from '@cryptotribes/rules/battles/preview';
import { resolveBattle } from '@cryptotribes/rules/battles/resolve';
import type { Command } from '../command.ts';
import { parseOptions } from '../parseOptions.ts';
import { parseBattleInput, parseVariance } from './engineInput.ts';

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

export const engineCommand: Command = {
  name: 'engine',
  summary: 'fight one battle: JSON on stdin, outcome as JSON on stdout',
  help: `Usage: ct engine [--preview] < battle.json

Reads one battle and writes its outcome, computed by the rules of the game. Nothing else is read or changed.

  --preview   write the odds over all values of luck instead of one outcome

The battle:
  {
    "rulesetId": "season1",
    "terrain": "plains",
    "attacker": { "army": { "militia": 100, "cavalry": 20 }, "formation": "offensive", "workshopLevel": 1 },
    "defender": {
      "formation": "defensive",
      "contributors": [{ "userId": null, "units": { "spearman": 60 }, "workshopLevel": 1 }]
    },
    "siegeFatigueBp": 0,
    "varianceBp": 250
  }
Units that are left out are 0. varianceBp is the attacker's luck, -1000 to 1000 (10000 = 100 %); --preview ignores it.
rulesetId, siegeFatigueBp and varianceBp may be left out.`,
  async run(args, io) {
    const { preview } = parseOptions(args, { preview: { type: 'boolean' } });
    const parsed = parseBattleInput(await readAll(io.stdin));
    const outcome = preview
      ? previewBattle(parsed.input)
      : resolveBattle(parsed.input, parseVariance(parsed.varianceBp));
    io.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
    return 0;
  },
};
