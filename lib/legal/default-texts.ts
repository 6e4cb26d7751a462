import type { LegalKind, LegalLocale } from './kinds.ts';

/** Until the operator publishes their own. `# ` starts a heading, `- ` a list item, a blank line a paragraph. */
export const defaultTexts: Record<LegalKind, Record<LegalLocale, { title: string; body: string }>> = {
  terms: {
    en: {
      title: 'Terms of service',
      body: `These terms are a starting point that ships with the portal software. The portal operator replaces them with their own.

# What you buy
You buy resources of city nodes for a term: calls per second (TPS), storage and bandwidth. The order names the city nodes, the framework and its version, the quantities, the term and the price.

# What we promise
- We reserve the capacity you bought and enforce its limits evenly.
- We show what was delivered and what was not. What cannot be delivered is refunded.
- City nodes are run by their providers. The portal shows how each framework was verified.

# What you promise
- You use the network lawfully, and keep keys and passwords to yourself.
- You do not try to reach another customer’s application, or to get around a limit.

# Price and tax
Prices are in the currency shown. Tax is shown on the quote and the invoice. A quote holds until the time it names.

# Ending
A subscription ends with its term. We may suspend an application that breaks the law or harms others, and say why.`,
    },
    zh: {
      title: '服务条款',
      body: `本条款是门户软件自带的范本，由门户运营方替换为自己的条款。

# 您购买的内容
您按期限购买城市节点的资源：每秒调用数（TPS）、存储和带宽。订单载明城市节点、框架及其版本、数量、期限和价格。

# 我们的承诺
- 我们预留您购买的容量，并公平地执行限额。
- 我们如实展示已交付与未交付的内容；无法交付的，予以退款。
- 城市节点由各提供方运行；门户展示每个框架的验证方式。

# 您的承诺
- 您依法使用本网络，妥善保管密钥与密码。
- 您不尝试访问其他客户的应用，也不绕过限额。

# 价格与税费
价格以所示货币计。税费列于报价和发票。报价在其载明的时间前有效。

# 终止
订阅到期终止。对违法或损害他人的应用，我们可以暂停并说明理由。`,
    },
  },
  privacy: {
    en: {
      title: 'Privacy',
      body: `This text is a starting point that ships with the portal software. The portal operator replaces it with their own.

# What we keep
- Your name, e-mail address, and the organisation you act for.
- Your billing profile, orders, payments and invoices, for as long as the law asks.
- Sessions and an audit log of what was done, by whom and when.

# What we do not keep
- Your password: only a hash from which it cannot be read.
- Card numbers: the payment provider has them, we do not.
- Private keys in upload certificate mode: they never leave you.

# Who sees it
City-node providers see the application and its limits, never your name or your money. Settlement files carry no customer data.

# Cookies
One cookie keeps you signed in. Two more remember your language and your time zone. None is for advertising.`,
    },
    zh: {
      title: '隐私政策',
      body: `本文本是门户软件自带的范本，由门户运营方替换为自己的文本。

# 我们保存的内容
- 您的姓名、电子邮箱，以及您所代表的组织。
- 您的开票信息、订单、付款和发票，保存期限依法律要求。
- 会话记录，以及何人何时做了何事的审计日志。

# 我们不保存的内容
- 您的密码：只保存无法还原的哈希值。
- 银行卡号：由支付服务商保存，我们没有。
- 上传证书模式下的私钥：始终由您自己保管。

# 谁能看到
城市节点提供方只看到应用及其限额，看不到您的姓名和资金。结算文件不含客户数据。

# Cookie
一个 Cookie 用于保持登录，另外两个记住您的语言和时区，均不用于广告。`,
    },
  },
};
