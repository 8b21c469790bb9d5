// The 30 grounds of M2 Art. 4–6: code and label, in the manner of grounds-m1.ts. They cover
// teams and leading cadres (I-17).

/** Code, Chinese label, English label. */
// prettier-ignore
export const groundsOfM2 = [
  ['M2-4-1', '部署和交办任务不落实', 'Decisions or assigned tasks not carried out'],
  ['M2-4-2', '跨部门协作推诿', 'Shirking where several bodies must cooperate'],
  ['M2-4-3', '重大决策未评估、未按程序', 'Major decisions without assessment or due procedure'],
  ['M2-4-4', '该决不决致权益受损', 'No decision where one was due, causing harm'],
  ['M2-4-5', '对本单位问题压案不查', "Problems of one's own unit not dealt with"],
  ['M2-4-6', '拒不执行执法监管决定', 'Lawful enforcement decisions not carried out'],
  ['M2-4-7', '建议提案信访不办理、不反馈', 'Proposals and petitions left without action or answer'],
  ['M2-4-8', '违反请假规定、失联误事', 'Absent or unreachable, holding up instructions'],
  ['M2-4-9', '其他不作为', 'Other inaction'],

  ['M2-5-1', '重大决策和重点项目滞后', 'Major policies or key projects behind schedule'],
  ['M2-5-2', '年度目标或公开承诺逾期', 'Annual targets or public promises overdue'],
  ['M2-5-3', '党风廉政责任落实不力', 'Responsibility for clean government not discharged'],
  ['M2-5-4', '对班子和下属失管失察', 'Lax supervision of team members or subordinates'],
  ['M2-5-5', '群众诉求久拖不决、激化矛盾', 'Public demands left unsolved, causing conflict'],
  ['M2-5-6', '灾害疫情中迟报瞒报、救援不力', 'Late or false reports, or neglect, in an emergency'],
  ['M2-5-7', '隐患排查整改不到位', 'Hazards not found or not removed in time'],
  ['M2-5-8', '重大事故事件处置失当', 'Poor response to a major accident or incident'],
  ['M2-5-9', '党务政务公开滞后失实', 'Public information late, inaccurate or unauthorised'],
  ['M2-5-10', '对下级请示批复拖延', 'Requests from subordinates not answered in time'],
  ['M2-5-11', '其他慢作为', 'Other slow action'],

  ['M2-6-1', '违规发文、增设审批和收费', 'Unlawful rules, added approvals or charges'],
  ['M2-6-2', '独断专行、越权决策', 'Autocratic or unauthorised decisions'],
  ['M2-6-3', '违背或擅改集体决定', 'Collective decisions disobeyed or altered'],
  ['M2-6-4', '政绩工程、数据造假、招商失信', 'Vanity projects, false figures, broken promises'],
  ['M2-6-5', '公共资金和国有资产使用违规', 'Misuse of public funds or state assets'],
  ['M2-6-6', '拉帮结派、破坏班子团结', 'Factionalism damaging the team'],
  ['M2-6-7', '对抗执纪执法、干预司法', 'Obstructing enforcement or interfering in justice'],
  ['M2-6-8', '借名目要求企业出资', 'Making companies pay under pretexts'],
  ['M2-6-9', '拒办问责事项或为人说情', 'Refusing to act on accountability, or pleading'],
  ['M2-6-10', '其他乱作为', 'Other misconduct in action'],
] as const;
