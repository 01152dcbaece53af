import type { Json, JsonObject } from '../kernel/json.ts';
import type { ProblemCode } from './http.ts';

/**
 * What a person reads when the room says no: a title, and a sentence that says what to do next.
 * `{blank}` is filled from the refusal's details; a part in `[…]` is left out where one of its blanks is not known.
 * `{blank:time}` and `{blank:span}` are an instant and a duration in ms.
 */
export type Language = 'zh' | 'en';
type Sentence = { readonly title: string; readonly text: string };

export const sentences: Readonly<Record<ProblemCode, Readonly<Record<Language, Sentence>>>> = {
  'already-done': {
    zh: { title: '已经办理', text: '此事已经记录在案[（{at:time}）]，无需重复。' },
    en: { title: 'Already done', text: 'This is already on record[ since {at:time}]; nothing more is needed.' },
  },
  'already-exists': {
    zh: { title: '已经存在', text: '已有同名的记录[：“{value}”]，请换一个或直接使用现有的。' },
    en: {
      title: 'Already exists',
      text: 'There is one already[: “{value}”]. Choose another, or use the existing one.',
    },
  },
  'bad-input': {
    zh: { title: '填写有误', text: '提交的内容不符合要求，请改正后再提交。[{problems}]' },
    en: { title: 'Not valid', text: 'What was sent is not valid; correct it and send it again.[ {problems}]' },
  },
  closed: {
    zh: { title: '事件已结束', text: '此事件已不在处置中，不能再登记。如需继续，请先说明理由重新启用。' },
    en: { title: 'Closed', text: 'This incident is no longer being handled. Reopen it with a reason to go on.' },
  },
  conflict: {
    zh: { title: '内容已更新', text: '您查看之后已有新的记录，请核对最新内容后再提交。' },
    en: {
      title: 'Changed meanwhile',
      text: 'There are newer records than those you looked at. Check them, then send again.',
    },
  },
  future: {
    zh: { title: '时间在将来', text: '所填时间晚于现在[（{now:time}）]，请改为实际发生的时间。' },
    en: {
      title: 'In the future',
      text: 'The time given is later than now[ ({now:time})]. Enter when it really happened.',
    },
  },
  'hard-line-passed': {
    zh: { title: '时限已过', text: '该时限已过[（{dueAt:time}）]，不能再免除；请照实登记办理情况。' },
    en: {
      title: 'Past the line',
      text: 'The line has passed[ ({dueAt:time})] and can no longer be waived. Record what was done.',
    },
  },
  'key-reused': {
    zh: { title: '编号重复', text: '此提交编号已用于另一项操作。请刷新页面后重新提交。' },
    en: { title: 'Key used before', text: 'This key belongs to another act. Reload the page and send it again.' },
  },
  'last-administrator': {
    zh: { title: '最后一位管理员', text: '至少要保留一位可用的管理员。请先指定另一位管理员，再作此更改。' },
    en: { title: 'The last administrator', text: 'At least one administrator must remain. Name another one first.' },
  },
  locked: {
    zh: { title: '暂时锁定', text: '多次尝试失败，暂时锁定。[{until:time} 之后可以再试。]也可请管理员重设密码。' },
    en: {
      title: 'Locked for now',
      text: 'Too many failed attempts.[ It can be tried again after {until:time}.] The administrator can set a new password.',
    },
  },
  'missing-reason': {
    zh: { title: '缺少理由', text: '此操作需要写明理由，请补充后再提交。' },
    en: { title: 'A reason is missing', text: 'This needs a reason. Add one and send it again.' },
  },
  'not-allowed': {
    zh: { title: '没有权限', text: '您的身份不能办理此事，请由有权限的人员登录后办理。' },
    en: { title: 'Not allowed', text: 'Your role may not do this. Someone who may has to sign in.' },
  },
  'not-due': {
    zh: { title: '无此责任', text: '目前没有这项待办责任，请查看最新列表。' },
    en: { title: 'Not due', text: 'There is no such duty now. Look at the current list.' },
  },
  'not-found': {
    zh: { title: '没有找到', text: '没有找到所指的记录[（{what}）]，请从列表中重新选择。' },
    en: { title: 'Not found', text: 'There is no such record[ ({what})]. Choose it from the list again.' },
  },
  'not-signed-in': {
    zh: { title: '尚未登录', text: '登录后才能继续。' },
    en: { title: 'Not signed in', text: 'Sign in to go on.' },
  },
  'not-settled': {
    zh: { title: '尚有未了事项', text: '还有必须先完成的事项[：{missing}]，完成后才能结束。' },
    en: { title: 'Not settled', text: 'Something must be done before this can be closed[: {missing}].' },
  },
  'nothing-to-do': {
    zh: { title: '没有变化', text: '提交的内容与现有记录相同，没有需要登记的变化。' },
    en: { title: 'Nothing to change', text: 'What was sent is what is on record; there is nothing to do.' },
  },
  'on-duty-only': {
    zh: { title: '仅限当班人员', text: '此事须由当班人员办理，请先签到上岗。' },
    en: { title: 'On duty only', text: 'Only someone on duty may do this. Sign on first.' },
  },
  'read-only': {
    zh: { title: '只能查看', text: '数据目录目前只能读取，无法登记。请立即通知管理员，并先用纸笔记录。' },
    en: {
      title: 'Read only',
      text: 'The data folder can only be read: nothing can be recorded. Tell the administrator and keep notes on paper.',
    },
  },
  'set-up-needed': {
    zh: { title: '尚未设置', text: '系统尚未完成首次设置。请使用服务器启动时显示的一次性链接。' },
    en: {
      title: 'Not set up',
      text: 'The office has not been set up. Use the one-time link that the server printed at its start.',
    },
  },
  'storage-full': {
    zh: { title: '磁盘已满', text: '服务器磁盘已满，未能登记。请立即通知管理员，并先用纸笔记录。' },
    en: {
      title: 'Disk full',
      text: 'The server’s disk is full: nothing was recorded. Tell the administrator and keep notes on paper.',
    },
  },
  'too-early': {
    zh: { title: '时间过早', text: '所填时间早于事件本身[（{earliest:time}）]，请核对。' },
    en: { title: 'Too early', text: 'The time given is before what it belongs to[ ({earliest:time})]. Check it.' },
  },
  'too-large': {
    zh: { title: '内容过大', text: '提交的内容超过上限[（{limit}）]，请缩短后再提交。' },
    en: { title: 'Too large', text: 'What was sent is larger than allowed[ ({limit})]. Shorten it and send it again.' },
  },
  'too-many': {
    zh: { title: '过于频繁', text: '请求过于频繁，请稍候[（{wait:span}）]再试。' },
    en: { title: 'Too many', text: 'Too many requests. Wait a little[ ({wait:span})] and try again.' },
  },
  unavailable: {
    zh: { title: '暂时无法登记', text: '服务器暂时无法写入，请稍后以同一内容重试；在此之前请先用纸笔记录。' },
    en: {
      title: 'Not available',
      text: 'The server cannot record now. Send the same again in a moment; until then keep notes on paper.',
    },
  },
  'unknown-plan': {
    zh: { title: '没有此预案', text: '没有启用所指的预案[（{plan}）]，请从已启用的预案中选择。' },
    en: { title: 'Unknown plan', text: 'That plan is not in force[ ({plan})]. Choose one that is.' },
  },
  'unknown-term': {
    zh: { title: '预案中没有', text: '预案中没有[“{term}”]这一项，请从列表中选择。' },
    en: { title: 'Not in the plan', text: 'The plan does not know [“{term}”]. Choose from the list.' },
  },
  'wrong-credentials': {
    zh: {
      title: '登录失败',
      text: '姓名、密码或 PIN 不正确，请重新输入。[PIN 输错 {pinOff} 次后停用，请改用密码登录。]',
    },
    en: {
      title: 'Sign-in failed',
      text: 'The name, the password or the PIN is not right. Try again.[ After {pinOff} wrong PINs only the password helps.]',
    },
  },
  'wrong-link': {
    zh: { title: '链接无效', text: '此设置链接无效或已用过。请使用服务器最近一次启动时显示的链接。' },
    en: {
      title: 'Link not valid',
      text: 'This set-up link is not valid or was used. Use the one that the server printed at its latest start.',
    },
  },
  'wrong-time': {
    zh: { title: '时间不合', text: '所填时间与已有记录不合，请核对。' },
    en: { title: 'Wrong time', text: 'The time given does not fit what is on record. Check it.' },
  },
  'bad-json': {
    zh: { title: '无法读取', text: '提交的内容不是有效的 JSON，未作任何登记。' },
    en: { title: 'Unreadable', text: 'What was sent is not valid JSON; nothing was recorded.' },
  },
  internal: {
    zh: { title: '服务器出错', text: '服务器内部出错，未能完成。请重试；若再次出现，请把编号 {instance} 告知管理员。' },
    en: {
      title: 'Server error',
      text: 'Something went wrong in the server. Try again; if it happens again, tell the administrator the number {instance}.',
    },
  },
  'method-not-allowed': {
    zh: { title: '方式不对', text: '此地址不接受这种请求。' },
    en: { title: 'Wrong method', text: 'This address does not take such a request.' },
  },
  'no-such-page': {
    zh: { title: '没有此地址', text: '没有此地址，请检查链接。' },
    en: { title: 'No such address', text: 'There is nothing at this address. Check the link.' },
  },
  'wrong-media-type': {
    zh: { title: '格式不对', text: '只接受 JSON（application/json）。' },
    en: { title: 'Wrong format', text: 'Only JSON (application/json) is accepted.' },
  },
  'wrong-origin': {
    zh: { title: '来源不对', text: '请求来自其他网站，已拒绝。请从本系统的页面操作。' },
    en: {
      title: 'Wrong origin',
      text: 'The request came from another site and was refused. Use the pages of this system.',
    },
  },
};

/** Turns an instant or a span (ms) into words; the caller knows the language and the office's time zone. */
export type Wording = { readonly time: (instant: number) => string; readonly span: (ms: number) => string };

/** The title and the sentence of a refusal, its blanks filled. */
export function sentence(code: ProblemCode, language: Language, details: JsonObject, wording: Wording): Sentence {
  const { title, text } = sentences[code][language];
  // Odd parts stood in brackets. Each part is filled once: what a person typed is never read as a pattern.
  const parts = text.split(/[[\]]/).map((part, index) => {
    const filled = fill(part, language, details, wording);
    return index % 2 === 1 && !filled.whole ? '' : filled.text;
  });
  return { title, text: parts.join('') };
}

function fill(
  part: string,
  language: Language,
  details: JsonObject,
  wording: Wording,
): { text: string; whole: boolean } {
  let whole = true;
  const text = part.replaceAll(/\{(\w+)(?::(time|span))?\}/g, (_, name: string, kind: string | undefined) => {
    const value = Object.hasOwn(details, name) ? details[name] : undefined;
    if (kind === 'time' && typeof value === 'number') return wording.time(value);
    if (kind === 'span' && typeof value === 'number') return wording.span(value);
    if (kind === undefined && (typeof value === 'string' || typeof value === 'number')) return String(value);
    if (kind === undefined && Array.isArray(value))
      return value.map((item: Json) => wordOf(item, language)).join(language === 'zh' ? '、' : ', ');
    whole = false;
    return '';
  });
  return { text, whole };
}

/** A detail that is worded in both languages (`{ zh, en }`) in the caller's; any other as it is. */
function wordOf(item: Json, language: Language): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return String(item);
  const word = new Map<string, Json>(Object.entries(item)).get(language);
  return typeof word === 'string' ? word : '';
}
