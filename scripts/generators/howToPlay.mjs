import { pathToFileURL } from 'node:url';
import { inRoot } from '../lib/paths.mjs';

const builtRules = (name) => import(pathToFileURL(inRoot('packages/rules/dist', `${name}.js`)).href);

/** docs/HOW_TO_PLAY.md: the game for players, every number from the ruleset. */
export const howToPlayGenerator = {
  name: 'how to play',
  file: inRoot('docs/HOW_TO_PLAY.md'),
  async make() {
    const { RULESET_IDS, rulesetById } = await builtRules('rulesets/registry');
    return howToPlay(rulesetById(RULESET_IDS[0]), RULESET_IDS.slice(1).map(rulesetById));
  },
};

/** The page for one ruleset; `others` are told apart from it at the end. */
export function howToPlay(rules, others) {
  const { village, territory, raids, tribe, victoryPoints: vp, battle, season, prizes } = rules;
  const seats = tribe.chieftains + tribe.captains + tribe.warriors;
  return `<!-- Made by \`npm run generate\` from the ruleset. Changes made here are lost. -->

# How to play

A season lasts ${span(season.durationGameMs)}. You raise a village, join a tribe of ${seats} and fight for fifty territories. Land gives victory points every hour; the tribes
with the most points win. All numbers here are those of the ruleset \`${rules.id}\`. In a season at another speed all times are divided by it: at 60 times,
an hour is a minute.

## Your first ten minutes

1. **Village**: you start with ${gold(village.startGold)} gold. Train ${Math.floor(village.startGold / 5 / rules.units.militia.costGold)} to ${Math.floor(village.startGold / 2 / rules.units.militia.costGold)} militia and raise the barracks.
2. **Raids**: beat bandit camp 1 (${armyText(raids.camps[0].army)}) for ${raids.camps[0].lootGold} gold. Each camp beaten opens the next.
3. **Tribe**: ask one to take you in, or found your own. Without a tribe you cannot hold land.
4. **Map**: choose a weakly held territory, look at the odds, attack. What you leave there as a garrison earns points and gold.
5. **Report**: every battle says why it went as it did. Luck moves your power by ${percent(battle.varianceBp)} at most, and you can [check it](FAIRNESS.md).

## Units

${table(
  ['unit', 'gold', 'time', 'health', 'damage', 'from barracks', 'strong against', 'carries gold', 'places'],
  Object.entries(rules.units).map(([name, unit]) => [
    name,
    unit.costGold,
    span(unit.trainGameMs),
    unit.hp,
    unit.damage,
    unit.barracksLevel,
    unit.counters ?? '',
    unit.carriesGold,
    unit.places,
  ]),
)}

Power is number × health × damage. Against an enemy of nothing but the unit it is strong against, a unit has ${percent(battle.counterBonusBp)} more; against a mixed army,
that much less. You train up to ${village.trainingQueueMax} batches, one after the other; cancelling gives back ${percent(village.cancelRefundBp)} of the gold.

## Formations and ground

${table(
  ['formation', 'when you attack', 'when you defend', 'your losses'],
  Object.entries(rules.formations).map(([name, one]) => [
    name,
    factor(one.attackingBp),
    factor(one.defendingBp),
    factor(one.lossesBp),
  ]),
)}

${table(
  ['ground', 'attacker', 'defender', 'garrison’s health', 'units'],
  Object.entries(rules.terrains).map(([name, one]) => [
    name,
    factor(one.attackerBp),
    factor(one.defenderBp),
    factor(one.garrisonHpBp),
    unitFactors(one),
  ]),
)}

The winner loses up to ${percent(battle.winnerLossBp)} of the army, the loser from ${percent(battle.loserLossBp)} up to all of it: the clearer the battle, the fewer fall on the winning side. The page shows
the odds and both outcomes before you give the order.

## Buildings

${table(
  ['level', 'army at most', 'gold at most', 'safe from raids', 'barracks', 'warehouse', 'workshop'],
  village.goldCapacity.map((capacity, index) => [
    index + 1,
    gold(village.armyCapPerBarracksLevel * (index + 1)),
    gold(capacity),
    percent(village.protectionBaseBp + village.protectionPerLevelBp * index),
    ...['barracks', 'warehouse', 'workshop'].map((type) => step(village.buildings[type], index - 1)),
  ]),
)}

The last three columns say what the step to that level costs and how long it takes. The **barracks** set how large your army may be and which units you can
train. The **warehouse** sets how much gold you can keep, gives ${village.goldPerHourPerWarehouseLevel} gold an hour for each level beside the ${village.baseGoldPerHour} that everybody has, and ${percent(village.campLootPerWarehouseLevelBp)} more from camps for each
level above 1. The **workshop** gives your units ${percent(village.workshopDamagePerLevelBp)} more damage and takes ${percent(village.workshopTimePerLevelBp)} off the training time for each level above 1.

## Land

${table(
  ['territory', 'how many', 'points an hour', 'gold an hour', 'places for units', 'held at first by'],
  Object.entries(rules.tiers).map(([name, tier]) => [
    name,
    { center: 5, ring: 15, edge: 30 }[name],
    tier.vpPerHour,
    tier.goldPerHour,
    tier.garrisonPlaces,
    tier.npcArmies.map(armyText).join('; '),
  ]),
)}

- Points of an hour are shared by the members whose units stood there, for as long as they did. Everybody in a garrison earns ${percent(village.territoryGoldShareBp)} of the territory's gold.
- You can have units in ${territory.garrisonsPerPlayer} territories. Units called home arrive after ${span(territory.recallGameMs)}.
- When a tribe takes a territory, nobody may attack it for ${span(territory.truceGameMs)} (a truce).
- Attacks wear a tribe's garrison down: after each of your tribe's that failed with at least ${percent(territory.siege.minPowerShareBp)} of its power, the garrison has ${percent(territory.siege.stepBp)} less power against your tribe
  for ${span(territory.siege.windowGameMs)}, at most ${percent(territory.siege.maxBp)} less.
- Orders against one territory are fought in the order in which they were given.

## Points

- Every hour: what your land gives. Each enemy unit destroyed: ${vp.perUnitDestroyed}.
- Taking a territory: its points of one hour on top, at most once in ${span(vp.captureBonusEveryGameMs)} for a territory and tribe. A garrison that holds gets ${percent(vp.holdingShareBp)} of that if the attacker had at least
  ${percent(vp.holdingMinPowerShareBp)} of its power; one that falls gets it if it took at least ${percent(vp.consolationMinDestroyedBp)} of the attackers with it. An attacker who loses gets nothing.
- Against the same opponent the first ${vp.repeatFactorsBp.filter((bp) => bp === 10_000).length} battles within ${span(vp.repeatWindowGameMs)} count in full, the next ${vp.repeatFactorsBp.filter((bp) => bp < 10_000).length} half, later ones nothing: a friend who lets you win gains you nothing.
- Points are yours in the players' ranking and your tribe's at that moment in the tribes' ranking. Changing the tribe moves none.

## Raids

A raid takes gold, never land, and costs one charge: you begin with ${raids.startCharges}, have ${raids.maxCharges} at most, and get one every ${span(raids.chargeGameMs)}.

${table(
  ['camp', ...raids.camps.map((_, index) => index + 1)],
  [
    ['army', ...raids.camps.map(({ army }) => armyText(army))],
    ['gold', ...raids.camps.map(({ lootGold }) => lootGold)],
  ],
)}

Against a village you take what your survivors can carry, at most ${percent(raids.villageLootBp)} of the gold that is not safe. A village that was raided is shielded for ${span(raids.raidedShieldGameMs)}, a new one for
${span(raids.newVillageShieldGameMs)} or until it raids a village itself.

## The tribe

${tribe.chieftains} chieftain, ${tribe.captains} captains, ${tribe.warriors} warriors. Chieftain and captains invite (an invitation is good for ${span(tribe.inviteGameMs)}) and answer requests. Everybody may leave at any time: the units in the
tribe's garrisons go home. Nobody joins in the last ${span(tribe.noJoiningLastGameMs)}. Members see each other's units, write in the council and plan attacks together.

## Fairness

Before a season begins the game publishes a seal of its secret, and the secret itself when it is over. With it your browser, on the page \`/fair\`, computes every
battle, hour, ranking and prize again. How, and what you still have to trust: [FAIRNESS.md](FAIRNESS.md). Several accounts of one person, helpers that feed one and
scripts are looked for; a person decides, and you can appeal.

## Prizes

In a season with an entry fee you pay ${usdt(prizes.entryMicro)} USDT: ${usdt(prizes.poolPerEntryMicro)} go to the prizes, ${usdt(prizes.feePerEntryMicro)} are the house's. With fewer than ${season.minPlayers} players at the start the season is cancelled and everybody
gets the whole fee back.

${table(
  ['rank of the tribe', ...prizes.rankWeights.map((_, index) => index + 1)],
  [['share of the prizes', ...prizes.rankWeights.map((weight) => share(weight, prizes.rankWeights))]],
)}

Within a tribe the chieftain gets ${seatShare(rules, 'chieftain')}, each captain ${seatShare(rules, 'captain')} and each warrior ${seatShare(rules, 'warrior')}; the shares of empty seats are divided among those who are there, and so are
those of ranks that no tribe has. Prizes are paid in USDT to the wallet you play with, after two days in which they are looked at. Free seasons have no prizes.
${others.map((other) => otherRuleset(other, rules)).join('')}`;
}

const otherRuleset = (other, rules) => `
## Seasons by \`${other.id}\`

${span(other.season.durationGameMs / other.season.speed)} of real time${other.season.speed === 1 ? '' : ` at ${other.season.speed} times the speed: all times divided by ${other.season.speed}`}. The page of the season says which ruleset it goes by. What else is different, in time of the game:

${differences(other, rules)
  .map(([what, now, usual]) => `- ${what}: ${now} instead of ${usual}`)
  .join('\n')}
`;

/** Numbers that a player meets, of those in which two rulesets differ. */
const differences = (other, rules) =>
  [
    ...Object.keys(rules.units).flatMap((unit) => [
      [`${unit} from barracks`, ({ units }) => units[unit].barracksLevel],
      [`losses of ${unit} in victory, 1 = average`, ({ units }) => units[unit].exposureBp / 10_000],
    ]),
    ['places in a castle', ({ tiers }) => tiers.center.garrisonPlaces],
    ['territories in which you may have units', ({ territory }) => territory.garrisonsPerPlayer],
    ['truce after a capture', ({ territory }) => span(territory.truceGameMs)],
    ['batches in training', ({ village }) => village.trainingQueueMax],
    ['camp loot per warehouse level', ({ village }) => `+${percent(village.campLootPerWarehouseLevelBp)}`],
    ['raid charges kept at most', ({ raids }) => raids.maxCharges],
    ['raid charges at the start', ({ raids }) => raids.startCharges],
    ['one more raid charge every', ({ raids }) => span(raids.chargeGameMs)],
    ['gold in camps 1 to 10', ({ raids }) => raids.camps.map(({ lootGold }) => lootGold).join(', ')],
    ['shield after a raid', ({ raids }) => span(raids.raidedShieldGameMs)],
    ['shield of a new village', ({ raids }) => span(raids.newVillageShieldGameMs)],
    ['invitations are open for', ({ tribe }) => span(tribe.inviteGameMs)],
    ['tribes are closed for the last', ({ tribe }) => span(tribe.noJoiningLastGameMs)],
  ]
    .map(([what, of]) => [what, of(other), of(rules)])
    .filter(([, now, usual]) => now !== usual);

const gold = (amount) => amount.toLocaleString('en-US');
const usdt = (micro) => String(micro / 1e6);
const percent = (bp) => `${bp / 100} %`;
const factor = (bp) => (bp === 10_000 ? '' : `${bp > 10_000 ? '+' : '−'}${Math.abs(bp - 10_000) / 100} %`);

/** 5400000 → "1 h 30 min". */
function span(ms) {
  const seconds = ms / 1000;
  const parts = [
    [Math.floor(seconds / 86_400), seconds >= 172_800 ? 'days' : 'day'],
    [Math.floor((seconds % 86_400) / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'min'],
    [seconds % 60, 's'],
  ];
  // Below two days people say hours.
  if (seconds < 172_800) {
    parts[1][0] += parts[0][0] * 24;
    parts[0][0] = 0;
  }
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

const armyText = (army) =>
  Object.entries(army)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${unit}`)
    .join(', ');

const unitFactors = ({ hpBp, damageBp, powerBp }) =>
  [
    [hpBp, 'health'],
    [damageBp, 'damage'],
    [powerBp, 'power'],
  ]
    .flatMap(([factors, what]) => Object.entries(factors).map(([unit, bp]) => `${unit}: ${what} ${factor(bp)}`))
    .join('; ');

/** Price and time of the step at an index; nothing for the first level, which every village has. */
const step = ({ costGold, upgradeGameMs }, index) =>
  index < 0 ? '' : `${gold(costGold[index])} · ${span(upgradeGameMs[index])}`;

const share = (weight, all) => {
  const sum = all.reduce((total, one) => total + one, 0);
  return `${Math.round((weight / sum) * 10_000) / 100} %`;
};
function seatShare({ tribe, prizes }, role) {
  const counts = { chieftain: tribe.chieftains, captain: tribe.captains, warrior: tribe.warriors };
  const all = Object.entries(counts).flatMap(([name, count]) => Array(count).fill(prizes.seatWeights[name]));
  return share(prizes.seatWeights[role], all);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
