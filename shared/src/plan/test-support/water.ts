/** A small, correct plan that tests of the loader break in one place at a time. */
export const TEST_PLAN = `plan: water
edition: T-1
title: { zh: 供水预案, en: Water plan }
document: { zh: 供水应急预案, en: Water emergency plan }
office: office
roles:
  - { id: works, label: { zh: 水厂, en: Waterworks } }
  - { id: office, label: { zh: 水务办, en: Water office } }
  - { id: chief, label: { zh: 主管领导, en: Leader } }
settings:
  startsAt:
    label: { zh: 起点, en: Start }
    options:
      - { id: received, label: { zh: 接报, en: Receipt }, anchor: { time: received } }
      - { id: found, label: { zh: 发现, en: Discovery }, anchor: { time: discovered } }
    default: received
    why: { zh: 原文未写, en: The text is silent }
    cite: &c { at: { zh: 二（一）, en: '2.1' } }
facts:
  stoppedAt: { type: instant, label: { zh: 停水时间, en: Water stopped } }
  backAt: { type: instant, label: { zh: 恢复时间, en: Water back }, or: [{ id: never, label: { zh: 不能, en: Cannot }, means: never }] }
  homes: { type: count, label: { zh: 户数, en: Homes } }
  unsafe: { type: flag, label: { zh: 不安全, en: Unsafe } }
  cause: { type: choice, label: { zh: 原因, en: Cause }, of: [{ id: pipe, label: { zh: 管道, en: Pipe } }, { id: pump, label: { zh: 水泵, en: Pump } }] }
  outage: { type: duration, label: { zh: 停水时长, en: Outage }, from: stoppedAt, to: { latest: [backAt, now] } }
scales:
  - { id: burst, label: { zh: 事故, en: Bursts }, grades: [{ id: small, label: { zh: 小, en: Small } }, { id: large, label: { zh: 大, en: Large } }] }
  - { id: quarrel, label: { zh: 纠纷, en: Quarrels }, grades: [{ id: loud, label: { zh: 响, en: Loud } }] }
classes:
  - id: burst
    label: { zh: 供水事故, en: Burst }
    scale: burst
    intake: [stoppedAt, backAt, homes, unsafe, cause, discovered]
    cite: *c
    criteria:
      - { propose: large, when: { fact: outage, above: PT12H }, text: { zh: 超过 12 小时, en: Over 12 h }, cite: *c }
  - { id: other, label: { zh: 其它, en: Other }, cite: *c }
chains:
  - id: burst.ungraded
    label: { zh: 未定级, en: Ungraded }
    when: { all: [{ class: burst }, { ungraded: true }] }
    provisional: true
    cite: *c
    hops: [&in { id: in, label: { zh: 报水务办, en: To the office }, from: works, to: [office], cite: *c }]
  - id: burst.small
    label: { zh: 小, en: Small }
    when: { all: [{ class: burst }, { grade: small }] }
    cite: *c
    hops: [*in]
  - id: burst.large
    label: { zh: 大, en: Large }
    when: { all: [{ class: burst }, { grade: large }] }
    cite: *c
    hops:
      - *in
      - { id: up, label: { zh: 报领导, en: To the leader }, from: office, to: [chief], cite: *c }
rules:
  - id: relay
    label: { zh: 传递, en: Relay }
    when: { class: burst }
    start: { setting: startsAt }
    startOf:
      - { when: { all: [{ class: burst }, { grade: small }] }, start: { time: discovered } }
    stop: { chain: completed }
    limit: PT15M
    warn: { left: PT5M }
    cite: *c
  - id: line
    label: { zh: 停水满 12 小时, en: Outage of 12 hours }
    when: { class: burst }
    start: { fact: stoppedAt }
    stop: { anyOf: [{ fact: backAt }, { gradeAtLeast: large }] }
    limit: PT12H
    forecast: backAt
    demands: { regrade: large }
    cite: *c
  - id: outcome
    label: { zh: 结果, en: Outcome }
    when: { all: [{ class: burst }, { grade: large }] }
    start: { time: handled }
    stop: { report: final, to: chief, medium: written }
    soft: { zh: 及时, en: promptly }
    cite: *c
reports:
  - { id: final, label: { zh: 终报, en: Final report }, fields: [{ id: homes, label: { zh: 户数, en: Homes }, fact: homes }] }
crews:
  - { id: crew, label: { zh: 抢修队, en: Crew }, role: works }
`;
