import { describe, expect, it } from 'vitest';
import { paths } from './client/paths.ts';
import { eventSchemas } from './features/events.ts';

/** What the specification names: its endpoints (section 4.4), the way to pay (8.1) and its events (6.2). */
const ENDPOINTS = [
  'POST /v1/auth/connect',
  'POST /v1/auth/refresh',
  'GET /v1/users/me',
  'PATCH /v1/users/me',
  'POST /v1/buildings/upgrade',
  'POST /v1/buildings/complete-upgrade',
  'POST /v1/training/start',
  'POST /v1/training/complete',
  'DELETE /v1/training/cancel/:queueId',
  'POST /v1/battles/attack-territory',
  'GET /v1/battles/:battleId',
  'GET /v1/battles/history',
  'GET /v1/territories',
  'GET /v1/territories/:territoryId',
  'POST /v1/territories/:territoryId/garrison',
  'GET /v1/tribes/:tribeId',
  'POST /v1/tribes/create',
  'POST /v1/tribes/:tribeId/invite',
  'GET /v1/leaderboard/players',
  'GET /v1/leaderboard/tribes',
  'GET /v1/seasons/current',
  'POST /v1/payments/create-entry-fee',
];
const EVENTS = [
  'battle_completed',
  'territory_captured',
  'territory_lost',
  'training_completed',
  'building_upgraded',
  'tribe_member_joined',
  'tribe_member_left',
  'tribe_battle',
  'vp_updated',
  'gold_updated',
  'season_started',
  'season_ending_soon',
  'season_ended',
];

describe('the contract', () => {
  const there = Object.values(paths).map(([method, path]) => `${method} ${path}`);
  it.each(ENDPOINTS)('has %s under this very name', (endpoint) => {
    expect(there).toContain(endpoint);
  });

  it.each(EVENTS)('has the event %s under this very name', (event) => {
    expect(Object.keys(eventSchemas)).toContain(event);
  });
});
