import type { JsonObject } from '@duty-room/shared/kernel/json';

/** Who the scenery's session is: a wall, nobody, or somebody of the command group. */
export function sessionOf(kind: 'wall' | 'anonymous' | 'command'): JsonObject {
  return {
    state: kind === 'command' ? 'signed-in' : kind,
    ...(kind === 'command' && {
      account: { id: 'wang', login: 'wang', name: '王副主任', roles: ['command'], hasPin: false },
    }),
    ...(kind === 'wall' && { device: { id: 'w1', name: '大厅' } }),
    office: { name: '河东区供热应急值班室', timeZone: 'Asia/Shanghai' },
    deskUsers: [],
    audience: kind === 'anonymous' ? null : kind === 'wall' ? 'wall' : 'desk',
    version: '0.1.0',
    protocol: 1,
    epoch: 'epoch-1',
    demo: false,
  };
}
