const words = (zh: string, en: string) => ({ zh, en });
const cite = { at: words('一', 'section 1') };

/** A small plan for tests of the room: a relay, an outage line with a forecast, a report per grade, and a soft duty. */
const plan = {
  plan: 'ward',
  edition: '1',
  title: words('测试预案', 'Test plan'),
  document: words('测试', 'Test'),
  office: 'office',
  roles: ['unit', 'office', 'leader', 'deputy'].map((id) => ({ id, label: words(id, id) })),
  facts: {
    stopped: { type: 'instant', label: words('停', 'stopped') },
    expected: { type: 'instant', label: words('预计', 'expected') },
    restored: { type: 'instant', label: words('恢复', 'restored') },
  },
  scales: [
    { id: 'grades', label: words('级', 'grades'), grades: ['low', 'high'].map((id) => ({ id, label: words(id, id) })) },
  ],
  classes: [{ id: 'fault', label: words('故障', 'fault'), scale: 'grades', cite }],
  rules: [
    {
      id: 'relay',
      label: words('报告领导', 'Tell the leader'),
      cite,
      start: { time: 'received' },
      stop: { told: 'leader' },
      limit: 'PT15M',
    },
    {
      id: 'line-12h',
      label: words('十二小时', '12 hours'),
      cite,
      start: { fact: 'stopped' },
      stop: { fact: 'restored' },
      limit: 'PT12H',
      warn: { left: 'PT2H' },
      forecast: 'expected',
    },
    {
      id: 'report',
      label: words('书面报告', 'Written report'),
      cite,
      when: { gradeAtLeast: 'high' },
      start: { graded: true },
      stop: { report: 'initial', to: 'deputy', medium: 'written' },
      limit: 'PT4H',
    },
    {
      id: 'scene',
      label: words('到场', 'On scene'),
      cite,
      when: { grade: 'high' },
      stop: { arrived: 'leader' },
      soft: words('立即', 'at once'),
    },
  ],
  reports: [{ id: 'initial', label: words('初报', 'Initial'), fields: [] }],
};

export const wardPlan = JSON.stringify(plan);
