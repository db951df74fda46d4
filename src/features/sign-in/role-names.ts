import type { Role } from '#core/access/post.ts'

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  reporter: '填报', reviewer: '审核', leader: '领导', system: '系统管理员', security: '安全管理员', audit: '审计管理员',
}
