import type { Language, Wording } from '@duty-room/shared/protocol/sentences';

/** The caller's language by `Accept-Language`: English where it is preferred to Chinese, Chinese otherwise. */
export function languageOf(accepted: string | undefined): Language {
  let best: { readonly language: Language; readonly weight: number } = { language: 'zh', weight: 0 };
  for (const part of (accepted ?? '').slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((one) => /^\s*q=([01](?:\.\d{1,3})?)$/.exec(one)?.[1]).find((q) => q !== undefined);
    const weight = quality === undefined ? 1 : Number(quality);
    const language = /^zh\b/.test(tag) ? 'zh' : /^en\b/.test(tag) ? 'en' : undefined;
    if (language !== undefined && weight > best.weight) best = { language, weight };
  }
  return best.language;
}

/** Instants and spans in a sentence, in the office's time zone. */
export function wordingFor(language: Language, timeZone: string | undefined): Wording {
  return {
    time(instant) {
      const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
        month: 'numeric',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
        ...(timeZone === undefined || timeZone === '' ? {} : { timeZone }),
      });
      return format.format(instant);
    },
    span(ms) {
      const seconds = Math.max(1, Math.ceil(ms / 1000));
      if (seconds < 60) return language === 'zh' ? `${seconds} 秒` : `${seconds} s`;
      const minutes = Math.ceil(seconds / 60);
      return language === 'zh' ? `${minutes} 分钟` : `${minutes} min`;
    },
  };
}
