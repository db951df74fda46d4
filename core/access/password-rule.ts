/** 等保 (the default): mixed characters. ASVS 5: length alone. They contradict each other, so a city chooses. */
export type PasswordProfile = 'dengbao' | 'asvs'

const SHORTEST: Readonly<Record<PasswordProfile, number>> = { dengbao: 10, asvs: 15 }
const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]
const CLASSES_NEEDED = 3

/** The rule in words, for the page. */
export function passwordRuleText(profile: PasswordProfile): string {
  const length = `至少 ${SHORTEST[profile]} 位`
  return profile === 'asvs' ? `${length}，不能含账号名。` : `${length}，含大写字母、小写字母、数字、符号中的三种，不能含账号名。`
}

/** Whether a password may be chosen. */
export function isStrongPassword(profile: PasswordProfile, password: string, account: string): boolean {
  if ([...password].length < SHORTEST[profile]) return false
  if (password.toLowerCase().includes(account.toLowerCase())) return false
  if (new Set(password).size < 5) return false
  return profile === 'asvs' || CLASSES.filter((each) => each.test(password)).length >= CLASSES_NEEDED
}
