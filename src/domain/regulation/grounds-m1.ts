// The 57 grounds of M1 Art. 5–12: code and label. A label is ours and short, so that a list can be
// read; what the clause says stands in the measure itself, under the citation.

/** Code, Chinese label, English label. */
// prettier-ignore
export const groundsOfM1 = [
  ['M1-5-1', '政治立场动摇、言论有悖大政方针', 'Wavering political stance, or statements against policy'],
  ['M1-5-2', '党员理想信念缺失、迷信活动', 'Party member without conviction, given to superstition'],
  ['M1-5-3', '执行部署不力、与组织讨价还价', 'Orders evaded, or bargained over'],
  ['M1-5-4', '形式主义、考评数据造假', 'Formalism, or false figures in evaluations'],
  ['M1-5-5', '干部任用中泄密、请托、买卖职位', 'Leaks, lobbying or office-buying in appointments'],
  ['M1-5-6', '重大事项或个人事项瞒报漏报', 'Important or personal matters not reported truthfully'],
  ['M1-5-7', '散布干部任用谣言', 'Spreading rumours about appointments'],
  ['M1-5-8', '结小圈子、徇私袒护', 'Cliques, favouritism, shielding of insiders'],
  ['M1-5-9', '重大灾害疫情中党员失职', 'Party member failing in a disaster or epidemic'],
  ['M1-5-10', '其他违反政治纪律和规矩的情形', 'Other breach of political discipline or rules'],

  ['M1-6-1', '依申请事项未依规办理', 'Applications or claims not handled as required'],
  ['M1-6-2', '监管检查检测职责未履行', 'Supervision or inspection duties not performed'],
  ['M1-6-3', '违法行为制止纠正不力', 'Violations not stopped or corrected'],
  ['M1-6-4', '应罚未罚、应强制未强制', 'Penalty or coercive measure due, not taken'],
  ['M1-6-5', '投诉举报未依规查处', 'Complaints or reports not investigated'],
  ['M1-6-6', '未尽人身财产保护职责', 'Duty to protect persons and property not performed'],
  ['M1-6-7', '拒绝解答许可和给付咨询', 'Refusing to answer on permits or benefits'],
  ['M1-6-8', '复议、应诉、赔偿补偿职责未履行', 'Review, litigation or compensation duties not performed'],
  ['M1-6-9', '其他不依法行政的情形', 'Other failure to administer by law'],

  ['M1-7-1', '擅自检查评比、吃拿卡要、乱收费', 'Unauthorised inspections, extortion or charges'],
  ['M1-7-2', '推诿拖延、服务态度冷漠', 'Shirking, delay, indifference to the public'],
  ['M1-7-3', '违规发布信息、造谣诽谤、内部不和', 'Improper disclosure, rumours, slander or discord'],
  ['M1-7-4', '违规发放补贴、收礼受请、借机敛财', 'Improper allowances, gifts, banquets or profiteering'],
  ['M1-7-5', '公款送礼宴请、午间饮酒、出入会所', 'Public money on gifts or banquets; drinking; private clubs'],
  ['M1-7-6', '以权谋私、为亲友办事、违规经营', 'Office used for relatives, friends or private business'],
  ['M1-7-7', '违规占用车辆、公车私用', 'Improper use of vehicles'],
  ['M1-7-8', '违背公德和家庭美德、生活失检', 'Breach of public morals, family duty or decency'],
  ['M1-7-9', '违反考勤、会议和工作纪律', 'Breach of attendance, meeting or work discipline'],
  ['M1-7-10', '其他作风问题', 'Other breach of conduct rules'],

  ['M1-8-1', '民生工程或公开承诺逾期', 'Livelihood project or public promise overdue'],
  ['M1-8-2', '决策失误或失职致污染扰民', 'Pollution disturbing residents through error or neglect'],
  ['M1-8-3', '征地拆迁违规侵害群众', 'Residents harmed by unlawful expropriation'],
  ['M1-8-4', '低保救助等分配违规不公', 'Unfair allocation of allowances or relief'],
  ['M1-8-5', '保障房分配违规或质量低劣', 'Public housing: improper allocation or grave defects'],
  ['M1-8-6', '公共服务失职、严重影响群众', 'Neglect in public services, gravely affecting residents'],
  ['M1-8-7', '其他侵害群众利益的情形', "Other harm to the public's lawful interests"],

  ['M1-9-1', '合理诉求久拖不决引发事件', 'Fair demands left unsolved, causing an incident'],
  ['M1-9-2', '包案信访失责致越级上访', 'Assigned petition mishandled, taken to higher levels'],
  ['M1-9-3', '不稳定苗头处置迟缓', 'Early signs of unrest met too late'],
  ['M1-9-4', '群体事件未及时到场处置', 'Not on the scene of a mass incident in time'],
  ['M1-9-5', '对信访人、举报人打击报复', 'Retaliation against petitioners or reporters'],
  ['M1-9-6', '其他信访稳定失职情形', 'Other breach of petition and stability rules'],

  ['M1-10-1', '疏于监管致安全事故', 'Neglected supervision leading to an accident'],
  ['M1-10-2', '责任制落空、管理混乱致事故', 'Safety responsibility not implemented, leading to an accident'],
  ['M1-10-3', '事故瞒报迟报、处置不当', 'Accident concealed, reported late or mishandled'],
  ['M1-10-4', '事故救援取证不力、阻碍执法', 'Failing in rescue or evidence, or obstructing enforcement'],
  ['M1-10-5', '事故隐患督促整改不力', 'Hazards found and not followed up'],
  ['M1-10-6', '安全部署、制度、预案未落实', 'Safety instructions, rules or emergency plans not in place'],
  ['M1-10-7', '其他安全生产失职情形', 'Other failure in work safety'],

  ['M1-11-1', '违规发放环保许可', 'Environmental permits granted without grounds'],
  ['M1-11-2', '包庇企业污染、掩盖事实', 'Shielding polluters, hiding the facts'],
  ['M1-11-3', '超标排污应停未停', 'Polluter not restricted or stopped'],
  ['M1-11-4', '污染和生态破坏查处不及时', 'Pollution or ecological damage not dealt with in time'],
  ['M1-11-5', '环境监测数据造假', 'Falsified environmental monitoring data'],
  ['M1-11-6', '违规占用排污费', 'Misuse of pollution charges'],
  ['M1-11-7', '其他环保失职情形', 'Other breach of environmental rules'],

  ['M1-12', '上级规定的其他问责情形', 'Other conduct named by central, provincial or city rules'],
] as const;
