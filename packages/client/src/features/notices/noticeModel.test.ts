import type { News } from '@cryptotribes/protocol/features/events';
import { describe, expect, it } from 'vitest';
import { toNotice } from './noticeModel.ts';

const news = (type: string, data: object) => ({ type, data, stream: 'me', seq: 7, at: '2026-12-01T10:00:00Z' }) as News;

describe('a notice', () => {
  it('of a lost land asks to act and leads to the land', () => {
    const lost = { territoryId: 12, territoryName: 'Hollowpine', battleId: null, by: null };
    expect(toNotice(news('territory_lost', lost), null)).toMatchObject({
      loudness: 'act',
      text: 'Your tribe lost Hollowpine.',
      link: { path: '/territories/12', label: 'See the land' },
    });
  });

  it('of a result leads to its report or to the village', () => {
    const raised = { buildingType: 'barracks', level: 3 };
    expect(toNotice(news('building_upgraded', raised), null)).toMatchObject({
      loudness: 'result',
      link: { path: '/village' },
    });
  });

  it('of money leads to the fee or to the prize, and is made only when something is to be known', () => {
    const payment = (status: string, reason: string | null = null) =>
      toNotice(news('payment_updated', { paymentId: 'p', seasonId: 's', method: 'crypto', status, reason }), 'me');
    expect(payment('pending')).toBeNull();
    expect(payment('pending', 'seen')).toMatchObject({ tone: 'info', link: { path: '/enter' } });
    expect(payment('settled')).toMatchObject({ tone: 'good', text: 'Your entry fee has arrived. You are in.' });
    expect(payment('charged_back')?.tone).toBe('bad');
    const payout = (status: string) =>
      toNotice(news('payout_updated', { seasonId: 's', status, amountMicro: 1_214_285_714, txHash: null }), 'me');
    expect(payout('planned')).toBeNull();
    expect(payout('claimable')).toMatchObject({
      text: 'Your prize of 1,214.29 USDT is ready to fetch.',
      tone: 'good',
      link: { path: '/season', label: 'To your prize' },
    });
    expect(payout('forfeited')?.tone).toBe('bad');
  });

  it('of leaving is quiet for others and loud for the one who was removed', () => {
    const left = { tribeId: 't', userId: 'me', username: 'Asa', reason: 'dismissed' };
    expect(toNotice(news('tribe_member_left', left), 'somebody')?.loudness).toBe('world');
    expect(toNotice(news('tribe_member_left', left), 'me')?.loudness).toBe('act');
  });

  it('is not made of news that only refresh figures, or that another notice tells', () => {
    expect(toNotice(news('gold_updated', { gold: 1, gained: 1, reason: 'income' }), 'me')).toBeNull();
    const fell = { role: 'defender', winner: 'opponent', target: 'territory', territoryTransferred: true };
    expect(toNotice(news('battle_completed', { ...fell, outcome: 'completed' }), 'me')).toBeNull();
  });
});
