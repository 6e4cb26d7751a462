/** Chinese names of cities where a node is likely to stand; a node says its city in English. An operator can edit both. */
const chinese: Readonly<Record<string, string>> = {
  beijing: '北京',
  shanghai: '上海',
  hangzhou: '杭州',
  shenzhen: '深圳',
  guangzhou: '广州',
  chengdu: '成都',
  nanjing: '南京',
  wuhan: '武汉',
  xian: '西安',
  chongqing: '重庆',
  tianjin: '天津',
  'hong kong': '香港',
  macau: '澳门',
  taipei: '台北',
  singapore: '新加坡',
  'kuala lumpur': '吉隆坡',
  bangkok: '曼谷',
  jakarta: '雅加达',
  manila: '马尼拉',
  hanoi: '河内',
  tokyo: '东京',
  osaka: '大阪',
  seoul: '首尔',
  mumbai: '孟买',
  dubai: '迪拜',
  sydney: '悉尼',
  london: '伦敦',
  paris: '巴黎',
  frankfurt: '法兰克福',
  amsterdam: '阿姆斯特丹',
  zurich: '苏黎世',
  johannesburg: '约翰内斯堡',
  'new york': '纽约',
  'san francisco': '旧金山',
  'los angeles': '洛杉矶',
  toronto: '多伦多',
  'sao paulo': '圣保罗',
};

/** A city's name by language; where the Chinese one is not known, the node's own word stands in both. */
export function cityNames(city: string): Record<string, string> {
  const key = city
    .normalize('NFKD')
    .replace(/[\u0300-\u036f']/g, '')
    .toLowerCase();
  return { en: city, zh: (Object.hasOwn(chinese, key) ? chinese[key] : undefined) ?? city };
}

/** A name as it stands in an address: `São Paulo 2` gives `sao-paulo-2`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f']/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return slug || 'city-node';
}
