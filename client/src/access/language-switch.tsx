import { useTranslation } from '../i18n/translation.ts';
import { useLanguage } from '../i18n/hooks.ts';
import { changeLanguage } from '../i18n/i18n.ts';
import { Button } from '../ui/button.tsx';

/** The other language, written in itself. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Button kind="quiet" onPress={() => void changeLanguage(other)}>
      <span lang={other === 'zh' ? 'zh-CN' : 'en'}>{t(`language.${other}`)}</span>
    </Button>
  );
}
