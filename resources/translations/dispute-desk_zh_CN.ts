<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Dispute Desk</source>
        <translation>关于 Dispute Desk</translation>
    </message>
    <message>
        <source>Files and follows disputes with CJ Dropshipping. It is not made by CJ.

Dispute Desk is free software under the MIT licence. It uses the work of others, listed below; where an installer installed it, their full licences are in its folder “licences”.</source>
        <translation>发起并跟进 CJ Dropshipping 的纠纷。本程序并非 CJ 出品。

Dispute Desk 是采用 MIT 许可证的自由软件，并使用了下列他人的成果；用安装包安装时，许可证全文位于安装目录的“licences”文件夹中。</translation>
    </message>
    <message>
        <source>Licences of what is shipped along</source>
        <translation>随附组件的许可证</translation>
    </message>
</context>
<context>
    <name>AccountCommands</name>
    <message>
        <source>You are signed out on this computer. Your disputes and drafts stay readable; sign in to ask CJ for news or to file.</source>
        <translation>您已在这台电脑上退出登录。纠纷和草稿仍可查看；如需向 CJ 查询最新进展或发起纠纷，请登录。</translation>
    </message>
    <message>
        <source>{account} is signed out on this computer. Its disputes and drafts stay.</source>
        <translation>{account} 已在这台电脑上退出登录。其纠纷和草稿仍然保留。</translation>
    </message>
    <message>
        <source>CJ has ended the tokens of this account for all programs. Your disputes and drafts stay readable here.</source>
        <translation>CJ 已对所有程序作废此账号的令牌。您的纠纷和草稿仍可在此查看。</translation>
    </message>
</context>
<context>
    <name>AccountDialogs</name>
    <message>
        <source>Rename account</source>
        <translation>重命名账号</translation>
    </message>
    <message>
        <source>The name is shown in this program only; CJ is not told.</source>
        <translation>该名称只在本程序中显示，不会告知 CJ。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Revoke at CJ</source>
        <translation>在 CJ 撤销授权</translation>
    </message>
    <message>
        <source>CJ ends the tokens of {account} at once, for every program that uses this account: a shop connection or another tool may stop working until it signs in again. To leave only this program, use “Sign out” instead. Your disputes and drafts stay on this computer.</source>
        <translation>CJ 会立即作废 {account} 的令牌，使用此账号的所有程序都受影响：店铺连接或其他工具可能停止工作，直到重新登录。如果只想退出本程序，请改用“退出登录”。您的纠纷和草稿仍保留在这台电脑上。</translation>
    </message>
    <message>
        <source>Revoke for all programs</source>
        <translation>对所有程序撤销</translation>
    </message>
    <message>
        <source>Remove account</source>
        <translation>移除账号</translation>
    </message>
    <message>
        <source>{account} is signed out and leaves the list of accounts. At CJ nothing changes.</source>
        <translation>{account} 将退出登录，并从账号列表中移除。CJ 那边不会有任何变化。</translation>
    </message>
</context>
<context>
    <name>AccountStatus</name>
    <message>
        <source>API points: {remaining} of {total} left today</source>
        <translation>API 积分：今天还剩 {remaining}，共 {total}</translation>
    </message>
    <message>
        <source>API access is off</source>
        <translation>API 访问已关闭</translation>
    </message>
    <message>
        <source>CJ has switched off API access for this account.</source>
        <translation>CJ 已关闭此账号的 API 访问。</translation>
    </message>
    <message>
        <source>No order for {days} days</source>
        <translation>已 {days} 天没有订单</translation>
    </message>
    <message>
        <source>After {limit} days without an order CJ switches off API access.</source>
        <translation>连续 {limit} 天没有订单，CJ 会关闭 API 访问。</translation>
    </message>
    <message>
        <source>CJ asked for a pause – {seconds} s</source>
        <translation>CJ 要求暂停 – {seconds} 秒</translation>
    </message>
    <message>
        <source>Waiting for CJ&apos;s limit (1 request per second) – {seconds} s</source>
        <translation>正在等待 CJ 的限制（每秒 1 次请求）– {seconds} 秒</translation>
    </message>
    <message>
        <source>Waiting for CJ&apos;s limit ({rate} requests per second) – {seconds} s</source>
        <translation>正在等待 CJ 的限制（每秒 {rate} 次请求）– {seconds} 秒</translation>
    </message>
</context>
<context>
    <name>AccountUi</name>
    <message>
        <source>&amp;Sign in to an account…</source>
        <translation>登录账号…(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Practice mode</source>
        <translation>练习模式(&amp;P)</translation>
    </message>
    <message>
        <source>Re&amp;name account…</source>
        <translation>重命名账号…(&amp;N)</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>退出登录(&amp;O)</translation>
    </message>
    <message>
        <source>Re&amp;voke at CJ…</source>
        <translation>在 CJ 撤销授权…(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Remove account from this computer…</source>
        <translation>从这台电脑移除账号…(&amp;R)</translation>
    </message>
    <message>
        <source>Open &amp;My CJ</source>
        <translation>打开 My CJ(&amp;M)</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>设置…(&amp;T)</translation>
    </message>
    <message>
        <source>Practice mode</source>
        <translation>练习模式</translation>
    </message>
</context>
<context>
    <name>AccountsList</name>
    <message>
        <source>Accounts on this computer</source>
        <translation>这台电脑上的账号</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Sign in to an account…</source>
        <translation>登录账号…</translation>
    </message>
    <message>
        <source>Practice mode</source>
        <translation>练习模式</translation>
    </message>
    <message>
        <source>open</source>
        <translation>当前打开</translation>
    </message>
    <message>
        <source>open, signed out</source>
        <translation>当前打开，已退出登录</translation>
    </message>
    <message>
        <source>signed in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>已退出登录</translation>
    </message>
    <message>
        <source>{account} ({state})</source>
        <translation>{account}（{state}）</translation>
    </message>
    <message>
        <source>Disputes, drafts and the sign-in of each account are kept apart.</source>
        <translation>每个账号的纠纷、草稿和登录信息各自分开保存。</translation>
    </message>
</context>
<context>
    <name>AttachmentsCard</name>
    <message>
        <source>They stay on this computer. CJ takes links only: upload a file to a place that gives public links, such as your shop&apos;s file store, and paste the link.</source>
        <translation>这些文件只保存在这台电脑上。CJ 只接受链接：请把文件上传到能提供公开链接的地方（例如您店铺的文件空间），再粘贴链接。</translation>
    </message>
    <message>
        <source>Attach file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Remove file</source>
        <translation>移除文件</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Attached files</source>
        <translation>已添加的文件</translation>
    </message>
    <message>
        <source>The copied picture could not be read.</source>
        <translation>无法读取复制的图片。</translation>
    </message>
    <message>
        <source>“{file}” was not attached: it is no file that can be read, or larger than {limit} MB.</source>
        <translation>“{file}” 未附上：它不是可读取的文件，或大于 {limit} MB。</translation>
    </message>
    <message>
        <source>File removed.</source>
        <translation>文件已移除。</translation>
    </message>
    <message>
        <source>Files kept with this dispute</source>
        <translation>随此纠纷保存的文件</translation>
    </message>
    <message>
        <source>{limit} files are attached at once: {count} more were left out.</source>
        <translation>每次最多附加 {limit} 个文件：另外 {count} 个未附加。</translation>
    </message>
    <message>
        <source>Attach file</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Picture {time}</source>
        <translation>图片 {time}</translation>
    </message>
</context>
<context>
    <name>BackupUi</name>
    <message>
        <source>Save a &amp;backup…</source>
        <translation>保存备份…(&amp;B)</translation>
    </message>
    <message>
        <source>R&amp;estore a backup…</source>
        <translation>恢复备份…(&amp;E)</translation>
    </message>
    <message>
        <source>Save a backup</source>
        <translation>保存备份</translation>
    </message>
    <message>
        <source>Dispute Desk backup {day}</source>
        <translation>Dispute Desk 备份 {day}</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Your last backup is of {day}.</source>
        <translation>您上次的备份是 {day} 的。</translation>
    </message>
    <message>
        <source>Save a backup…</source>
        <translation>保存备份…</translation>
    </message>
    <message>
        <source>Saving the backup…</source>
        <translation>正在保存备份…</translation>
    </message>
    <message>
        <source>The backup was not saved.</source>
        <translation>备份未能保存。</translation>
    </message>
    <message>
        <source>The backup was saved as {name}. Keep a copy elsewhere than on this computer. No token and no key is in it.</source>
        <translation>备份已保存为 {name}。请在本机以外的地方也留一份。其中不含令牌和密钥。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Remind me in 30 days</source>
        <translation>30 天后提醒我</translation>
    </message>
    <message>
        <source>You will be reminded when the last backup is 30 days old.</source>
        <translation>上次备份满 30 天时会提醒您。</translation>
    </message>
    <message>
        <source>The program ended while a backup was being restored. That was completed now. What was here before is kept in the data folder, as {name}.</source>
        <translation>程序在恢复备份时结束，现已完成恢复。之前的数据保存在数据文件夹中的 {name}。</translation>
    </message>
</context>
<context>
    <name>BrowserDialog</name>
    <message>
        <source>Look up from the browser</source>
        <translation>从浏览器查询</translation>
    </message>
    <message>
        <source>Make a bookmark in your browser with this as its address. Then select an order number on any page, or a text with one in it, and press the bookmark: Dispute Desk comes to the front and looks it up. Nothing is filed by it. The browser may ask first whether Dispute Desk may be opened.</source>
        <translation>在浏览器中新建一个书签，以下面的内容作为其网址。然后在任意网页上选中订单号（或含有订单号的文字），点击该书签：Dispute Desk 会切换到前台并查询该订单，不会提交任何内容。浏览器可能会先询问是否允许打开 Dispute Desk。</translation>
    </message>
    <message>
        <source>Address of the bookmark</source>
        <translation>书签的网址</translation>
    </message>
    <message>
        <source>Other programs can use such links, too: {link} and the text, percent-encoded.</source>
        <translation>其他程序也可以使用这种链接：{link} 加上经百分号编码的文字。</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制网址</translation>
    </message>
</context>
<context>
    <name>BuyerRefundBox</name>
    <message>
        <source>Such as 2026-11-20</source>
        <translation>例如 2026-11-20</translation>
    </message>
    <message>
        <source>Such as EUR 11.50</source>
        <translation>例如 EUR 11.50</translation>
    </message>
    <message>
        <source>Refunded to buyer (USD)</source>
        <translation>退给买家（USD）</translation>
    </message>
    <message>
        <source>Refunded on</source>
        <translation>退款日期</translation>
    </message>
    <message>
        <source>Paid as</source>
        <translation>原币金额</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>尚未保存。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>For your own records; never sent to CJ.</source>
        <translation>仅供您自己核算，不会发送给 CJ。</translation>
    </message>
    <message>
        <source>Not saved.</source>
        <translation>未保存。</translation>
    </message>
    <message>
        <source>Paste many refunds…</source>
        <translation>批量粘贴退款…</translation>
    </message>
</context>
<context>
    <name>BuyerRefunds</name>
    <message>
        <source>Net loss not known yet: {why}</source>
        <translation>净损失尚不清楚：{why}</translation>
    </message>
    <message>
        <source>Net loss {loss}: {refunded} to the buyer, {settled} from CJ.</source>
        <translation>净损失 {loss}：退给买家 {refunded}，CJ 退回 {settled}。</translation>
    </message>
    <message>
        <source>CJ sends goods worth {amount} again, which are not counted in it.</source>
        <translation>CJ 另补发价值 {amount} 的商品，未计入其中。</translation>
    </message>
    <message>
        <source>CJ sends goods again, which are not counted in it.</source>
        <translation>CJ 另补发商品，未计入其中。</translation>
    </message>
    <message>
        <source>the dispute was closed without a decision.</source>
        <translation>纠纷未经裁定即已关闭。</translation>
    </message>
    <message>
        <source>CJ pays only once you have agreed in My CJ.</source>
        <translation>您在 My CJ 同意后，CJ 才会付款。</translation>
    </message>
    <message>
        <source>CJ has not decided.</source>
        <translation>CJ 尚未裁定。</translation>
    </message>
    <message>
        <source>CJ has not told what it refunds.</source>
        <translation>CJ 尚未告知退款金额。</translation>
    </message>
    <message>
        <source>This may be thousands or decimals. Write it with two decimals, such as 1250.00.</source>
        <translation>无法区分是千位还是小数。请写两位小数，例如 1250.00。</translation>
    </message>
    <message>
        <source>Nothing was refunded with 0: leave the amount empty.</source>
        <translation>0 表示没有退款：请将金额留空。</translation>
    </message>
    <message>
        <source>No dispute about this order is known here. CJ&apos;s list does not name orders: look the order up once, then paste it again.</source>
        <translation>此处没有该订单的纠纷。CJ 的列表不含订单号：请先查询该订单一次，再重新粘贴。</translation>
    </message>
    <message>
        <source>Not an amount in USD. Write it such as 12.50, without another currency.</source>
        <translation>不是美元金额。请写成 12.50 这样的形式，不要写其他币种。</translation>
    </message>
    <message>
        <source>Not a day. Write it such as 2026-11-20.</source>
        <translation>不是日期。请写成 2026-11-20 这样的形式。</translation>
    </message>
    <message>
        <source>No order number.</source>
        <translation>没有订单号。</translation>
    </message>
    <message>
        <source>The amount may have a comma in it. Put semicolons between the cells, or the amount in quotation marks.</source>
        <translation>金额中可能含有逗号。请用分号分隔各项，或给金额加上引号。</translation>
    </message>
    <message>
        <source>More than four cells.</source>
        <translation>多于四项。</translation>
    </message>
    <message>
        <source>A line above is about the same order: write their sum in one line.</source>
        <translation>上方已有同一订单：请将金额合计写在一行。</translation>
    </message>
    <message>
        <source>The order has several disputes: type it beside the one that it belongs to.</source>
        <translation>该订单有多个纠纷：请在对应的纠纷旁填写。</translation>
    </message>
    <message>
        <source>Line {number} ({order}): {problem}</source>
        <translation>第 {number} 行（{order}）：{problem}</translation>
    </message>
</context>
<context>
    <name>CancelDialog</name>
    <message>
        <source>Cancel dispute {dispute}?</source>
        <translation>取消纠纷 {dispute}？</translation>
    </message>
    <message>
        <source>CJ stops looking at it. Its items can be disputed again as long as their time is not over.</source>
        <translation>CJ 将停止处理。在期限之内，其中的商品可以再次发起纠纷。</translation>
    </message>
    <message>
        <source>CJ order number</source>
        <translation>CJ 订单号</translation>
    </message>
    <message>
        <source>CJ needs the order of this dispute, which its list of disputes does not name. Find it in My CJ, or look through your orders under Claims.</source>
        <translation>CJ 需要此纠纷所属的订单号，而纠纷列表中没有写明。请到 My CJ 查找，或在“索赔”页检查您的订单。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留纠纷</translation>
    </message>
    <message>
        <source>Cancel dispute {dispute}</source>
        <translation>取消纠纷 {dispute}</translation>
    </message>
    <message>
        <source>Cancel dispute</source>
        <translation>取消纠纷</translation>
    </message>
    <message>
        <source>SD… or DP…</source>
        <translation>SD… 或 DP…</translation>
    </message>
    <message>
        <source>Type CJ&apos;s number of the order: it begins with SD or DP, or is a long number.</source>
        <translation>请输入 CJ 的订单号：以 SD 或 DP 开头，或为一长串数字。</translation>
    </message>
</context>
<context>
    <name>CaseFile</name>
    <message>
        <source>Dispute {dispute}</source>
        <translation>纠纷 {dispute}</translation>
    </message>
    <message>
        <source>Case file made {time} with Dispute Desk</source>
        <translation>纠纷档案由 Dispute Desk 于 {time} 生成</translation>
    </message>
    <message>
        <source>This dispute was not filed with Dispute Desk on this computer. What was asked for, the message and the evidence are not known here.</source>
        <translation>此纠纷不是在这台电脑上用 Dispute Desk 发起的，因此这里没有其诉求、留言和证据。</translation>
    </message>
    <message>
        <source>Own note</source>
        <translation>自己的备注</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>CJ&apos;s number</source>
        <translation>CJ 的编号</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>CJ&apos;s order id</source>
        <translation>CJ 订单 ID</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Reissue order</source>
        <translation>补发订单</translation>
    </message>
    <message>
        <source>SKUs</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Last change seen</source>
        <translation>最近一次变化</translation>
    </message>
    <message>
        <source>Own reference</source>
        <translation>自己的业务编号</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用项</translation>
    </message>
    <message>
        <source>Asked (up to)</source>
        <translation>申请金额（最多）</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>实得金额</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Unit price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Filed with Dispute Desk</source>
        <translation>通过 Dispute Desk 发起</translation>
    </message>
    <message>
        <source>Asked for: {what}</source>
        <translation>诉求：{what}</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Message to CJ</source>
        <translation>给 CJ 的留言</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Attached files</source>
        <translation>已添加的文件</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>答复时间</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>第 {number} 页，共 {count} 页</translation>
    </message>
    <message>
        <source>Dispute about order {order}</source>
        <translation>关于订单 {order} 的纠纷</translation>
    </message>
    <message>
        <source>Opened in My CJ, prepared with Dispute Desk</source>
        <translation>在 My CJ 中提交，由 Dispute Desk 准备</translation>
    </message>
    <message>
        <source>Made {time} with Dispute Desk. Disputes: {count}</source>
        <translation>{time} 由 Dispute Desk 生成。纠纷数：{count}</translation>
    </message>
    <message>
        <source>Only the first {count} are printed; export them for all.</source>
        <translation>仅打印前 {count} 条；如需全部，请使用导出。</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>Practice – {title}</source>
        <translation>练习 – {title}</translation>
    </message>
    <message>
        <source>Made in practice mode: CJ has no such dispute.</source>
        <translation>在练习模式下生成：CJ 没有此纠纷。</translation>
    </message>
    <message>
        <source>Refund to the buyer</source>
        <translation>退给买家的款项</translation>
    </message>
    <message>
        <source>Refunded to buyer</source>
        <translation>退给买家</translation>
    </message>
    <message>
        <source>Refunded on</source>
        <translation>退款日期</translation>
    </message>
    <message>
        <source>Paid as</source>
        <translation>原币金额</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>处理记录</translation>
    </message>
    <message>
        <source>Opened in My CJ</source>
        <translation>已在 My CJ 中提交</translation>
    </message>
</context>
<context>
    <name>CaseRecord</name>
    <message>
        <source>Record of this program</source>
        <translation>本程序的记录</translation>
    </message>
    <message>
        <source>CJ had this dispute already. The draft below was not sent.</source>
        <translation>CJ 先前已有此纠纷。以下草稿未曾发送。</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>诉求</translation>
    </message>
    <message>
        <source>Message to CJ</source>
        <translation>给 CJ 的留言</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Sent to CJ</source>
        <translation>已发送给 CJ</translation>
    </message>
    <message>
        <source>Looked for in CJ&apos;s list</source>
        <translation>在 CJ 列表中查找</translation>
    </message>
    <message>
        <source>Cancellation sent to CJ</source>
        <translation>已向 CJ 发送取消请求</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>opened in My CJ</source>
        <translation>已在 My CJ 中提交</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>no clear answer</source>
        <translation>无明确答复</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>not found, for now</source>
        <translation>暂未找到</translation>
    </message>
    <message>
        <source>found what may be it</source>
        <translation>找到可能对应的纠纷</translation>
    </message>
    <message>
        <source>CJ could not be reached</source>
        <translation>无法连接 CJ</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>未及时答复</translation>
    </message>
    <message>
        <source>Opened by you in My CJ, with what was prepared here:</source>
        <translation>由您在 My CJ 中提交，内容是在这里准备的：</translation>
    </message>
    <message>
        <source>Own reference</source>
        <translation>自己的业务编号</translation>
    </message>
    <message>
        <source>Prepared for My CJ</source>
        <translation>已为 My CJ 准备</translation>
    </message>
    <message>
        <source>Still waited for</source>
        <translation>继续等待</translation>
    </message>
    <message>
        <source>API access is off</source>
        <translation>API 访问已关闭</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>处理记录</translation>
    </message>
</context>
<context>
    <name>CeilingCard</name>
    <message>
        <source>The most CJ may refund</source>
        <translation>CJ 最高可退</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>IOSS tax</source>
        <translation>IOSS 税费</translation>
    </message>
    <message>
        <source>IOSS handling fee</source>
        <translation>IOSS 手续费</translation>
    </message>
    <message>
        <source>Shipping</source>
        <translation>运费</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>CJ decides how much it pays. This is the upper limit.</source>
        <translation>实际退款金额由 CJ 决定，此处为上限。</translation>
    </message>
    <message>
        <source>CJ did not answer for this selection.</source>
        <translation>CJ 未就此选择给出答复。</translation>
    </message>
    <message>
        <source>Waiting for CJ: it takes one request a second…</source>
        <translation>正在等待 CJ：每秒只接受一次请求…</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>{count} more things have changed: look through the pages.</source>
        <translation>另有 {count} 处变化，请逐页检查。</translation>
    </message>
    <message>
        <source>“{subject}” can no longer be disputed: {cause}.</source>
        <translation>“{subject}”已不能发起纠纷：{cause}。</translation>
    </message>
    <message>
        <source>CJ does not offer a reissue for these items: a refund is chosen now.</source>
        <translation>CJ 不为这些商品提供补发，现已改选退款。</translation>
    </message>
    <message>
        <source>CJ does not offer a refund for these items: a reissue is chosen now.</source>
        <translation>CJ 不为这些商品提供退款，现已改选补发。</translation>
    </message>
    <message>
        <source>“{subject}” is no longer in the order and was taken out.</source>
        <translation>“{subject}”已不在订单中，已从选择中移除。</translation>
    </message>
    <message>
        <source>“{subject}” can no longer be disputed.</source>
        <translation>“{subject}”已不能发起纠纷。</translation>
    </message>
    <message>
        <source>Only {number} of “{subject}” can still be disputed.</source>
        <translation>“{subject}”还可发起纠纷的只有 {number} 件。</translation>
    </message>
    <message>
        <source>The price of “{subject}” is now {now}; it was {before}.</source>
        <translation>“{subject}”的价格现为 {now}，原为 {before}。</translation>
    </message>
    <message>
        <source>The most CJ may refund is now {now}; it was {before}.</source>
        <translation>CJ 最高可退现为 {now}，原为 {before}。</translation>
    </message>
    <message>
        <source>CJ no longer offers the reason “{subject}” for these items. Choose another.</source>
        <translation>CJ 不再为这些商品提供原因“{subject}”，请另选一个。</translation>
    </message>
</context>
<context>
    <name>ChecklistCard</name>
    <message>
        <source>What helps this claim</source>
        <translation>有助于本次纠纷的材料</translation>
    </message>
    <message>
        <source>Choose a reason to see what CJ looks at.</source>
        <translation>选择原因后，可查看 CJ 看重哪些材料。</translation>
    </message>
    <message>
        <source>CJ&apos;s policy</source>
        <translation>CJ 政策</translation>
    </message>
</context>
<context>
    <name>ChoiceCard</name>
    <message>
        <source>Which order?</source>
        <translation>是哪个订单？</translation>
    </message>
</context>
<context>
    <name>ClaimColumns</name>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Shop</source>
        <translation>店铺</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发出日期</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>物流</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>可索赔日期</translation>
    </message>
    <message>
        <source>Up to USD</source>
        <translation>最高 USD</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>物流单号</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>最后一天</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>国家</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Products: {count}</source>
        <translation>商品：{count}</translation>
    </message>
</context>
<context>
    <name>ClaimTable</name>
    <message>
        <source>Orders to claim</source>
        <translation>可索赔的订单</translation>
    </message>
    <message>
        <source>Claim…</source>
        <translation>索赔…</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>取消忽略</translation>
    </message>
    <message>
        <source>Mute…</source>
        <translation>忽略…</translation>
    </message>
    <message>
        <source>Most urgent first</source>
        <translation>最紧急的在前</translation>
    </message>
</context>
<context>
    <name>ClaimTiming</name>
    <message>
        <source>When to claim</source>
        <translation>何时发起纠纷</translation>
    </message>
    <message>
        <source>Get the dispatch date</source>
        <translation>查询发货日期</translation>
    </message>
    <message>
        <source>Get the tracking status</source>
        <translation>查询物流状态</translation>
    </message>
    <message>
        <source>Asking CJ…</source>
        <translation>正在向 CJ 查询…</translation>
    </message>
</context>
<context>
    <name>Claims</name>
    <message>
        <source>Claim now</source>
        <translation>立即索赔</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>留意</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Can be cancelled</source>
        <translation>可以取消</translation>
    </message>
    <message>
        <source>Look in the wallet</source>
        <translation>查看钱包</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>In dispute</source>
        <translation>纠纷处理中</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>已裁定</translation>
    </message>
    <message>
        <source>Not covered</source>
        <translation>不在赔付范围</translation>
    </message>
    <message>
        <source>Probably too late</source>
        <translation>可能已过期</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>无需处理</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>quite sure</source>
        <translation>把握较大</translation>
    </message>
    <message>
        <source>fairly sure</source>
        <translation>有一定把握</translation>
    </message>
    <message>
        <source>not sure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>暂无动静</translation>
    </message>
    <message>
        <source>may be lost</source>
        <translation>可能丢失</translation>
    </message>
    <message>
        <source>no news</source>
        <translation>数周无动静</translation>
    </message>
    <message>
        <source>Not received</source>
        <translation>未收到货</translation>
    </message>
    <message>
        <source>Delayed</source>
        <translation>延误</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>破损</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>发错货</translation>
    </message>
    <message>
        <source>Something missing</source>
        <translation>缺件</translation>
    </message>
    <message>
        <source>Not as described</source>
        <translation>与描述不符</translation>
    </message>
    <message>
        <source>No tracking information</source>
        <translation>无物流信息</translation>
    </message>
    <message>
        <source>Tracking stands still</source>
        <translation>物流停滞</translation>
    </message>
    <message>
        <source>Returned to sender</source>
        <translation>退回寄件人</translation>
    </message>
    <message>
        <source>Out of stock</source>
        <translation>缺货</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>{words} (part of the order)</source>
        <translation>{words}（订单的一部分）</translation>
    </message>
    <message>
        <source>CJ prepares it already: a refund is not certain.</source>
        <translation>CJ 已在备货：能否退款不确定。</translation>
    </message>
    <message>
        <source>Only a part of the order is meant.</source>
        <translation>仅涉及订单的一部分。</translation>
    </message>
    <message>
        <source>The order and its tracking disagree about the delivery.</source>
        <translation>关于是否送达，订单与物流的说法不一致。</translation>
    </message>
    <message>
        <source>As of {time}: CJ has told nothing newer.</source>
        <translation>截至 {time}：CJ 尚未给出更新的信息。</translation>
    </message>
    <message>
        <source>{count} days after dispatch</source>
        <translation>发货后 {count} 天</translation>
    </message>
    <message>
        <source>{count} days after dispatch to the USA</source>
        <translation>发往美国后 {count} 天</translation>
    </message>
    <message>
        <source>{count} days after dispatch to Brazil</source>
        <translation>发往巴西后 {count} 天</translation>
    </message>
    <message>
        <source>{count} days after dispatch by China Post Registered or CJ&apos;s liquid line</source>
        <translation>以中国邮政挂号或 CJ 液体专线发货后 {count} 天</translation>
    </message>
    <message>
        <source>{source} of {day}, read {read}</source>
        <translation>{day} 的{source}，查阅于 {read}</translation>
    </message>
    <message>
        <source>CJ&apos;s article {number}</source>
        <translation>CJ 文章 {number}</translation>
    </message>
    <message>
        <source>CJ&apos;s text on refunds</source>
        <translation>CJ 退款说明</translation>
    </message>
    <message>
        <source>what CJ says of this order</source>
        <translation>CJ 对此订单的说明</translation>
    </message>
    <message>
        <source>the parcel&apos;s tracking</source>
        <translation>包裹的物流信息</translation>
    </message>
    <message>
        <source>CJ has decided a dispute about it.</source>
        <translation>CJ 已对该订单的纠纷作出裁定。</translation>
    </message>
    <message>
        <source>A dispute about it is open.</source>
        <translation>该订单的纠纷正在处理中。</translation>
    </message>
    <message>
        <source>CJ marks it as in dispute, but does not list the dispute&apos;s number.</source>
        <translation>CJ 将其标记为纠纷中，但未列出纠纷编号。</translation>
    </message>
    <message>
        <source>dispute decided</source>
        <translation>纠纷已裁定</translation>
    </message>
    <message>
        <source>dispute open</source>
        <translation>纠纷处理中</translation>
    </message>
    <message>
        <source>in dispute, number not listed</source>
        <translation>纠纷中，未列出编号</translation>
    </message>
    <message>
        <source>Paid and not sent yet: it can be cancelled with a full refund.</source>
        <translation>已付款，尚未发货：可以取消并全额退款。</translation>
    </message>
    <message>
        <source>It has a tracking number, and no scan {days} days after the payment. A first scan may take up to {healthy} days; it is watched from day {watch} on.</source>
        <translation>已有物流单号，付款 {days} 天后尚无扫描记录。首次扫描最多可能需要 {healthy} 天；满 {watch} 天起开始留意。</translation>
    </message>
    <message>
        <source>{days} under way, limit {limit}</source>
        <translation>运输 {days}，期限 {limit} 天</translation>
    </message>
    <message>
        <source>about {days} under way, limit {limit}</source>
        <translation>运输约 {days}，期限 {limit} 天</translation>
    </message>
    <message>
        <source>Tracking says that a delivery failed, or that the parcel waits for collection or is in customs: the buyer may have to act.</source>
        <translation>物流显示投递失败、等待取件或正在清关：可能需要买家处理。</translation>
    </message>
    <message>
        <source>the buyer may have to act</source>
        <translation>可能需要买家处理</translation>
    </message>
    <message>
        <source>Cancel before dispatch</source>
        <translation>发货前取消</translation>
    </message>
    <message>
        <source>CJ names no day; measured on orders that arrived</source>
        <translation>CJ 没有公布天数；按已送达订单的实测</translation>
    </message>
    <message>
        <source>Paid, never sent, and closed. CJ refunds this by itself: allow {count} working days.</source>
        <translation>已付款、从未发货并已关闭。CJ 会自动退款：请等待 {count} 个工作日。</translation>
    </message>
    <message>
        <source>Paid, never sent, and closed. {count} working days are over, and no refund is known here: look whether it is in your CJ wallet.</source>
        <translation>已付款、从未发货并已关闭。已过 {count} 个工作日，此处未见退款：请查看是否已退回您的 CJ 钱包。</translation>
    </message>
    <message>
        <source>Paid {ago} and not sent yet: it can be cancelled.</source>
        <translation>{ago}付款，尚未发货：可以取消。</translation>
    </message>
    <message>
        <source>Paid and not sent yet: it can be cancelled.</source>
        <translation>已付款，尚未发货：可以取消。</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>尚未发货</translation>
    </message>
    <message>
        <source>paid {ago}, not sent</source>
        <translation>{ago}付款，未发货</translation>
    </message>
    <message>
        <source>no scan yet</source>
        <translation>尚无扫描记录</translation>
    </message>
    <message>
        <source>paid {ago}, no scan</source>
        <translation>{ago}付款，无扫描</translation>
    </message>
    <message>
        <source>It has a tracking number, and no scan yet.</source>
        <translation>已有物流单号，尚无扫描记录。</translation>
    </message>
    <message>
        <source>It has a tracking number, but no scan {days} days after the payment. Orders that arrived had their first scan after {healthy} days at the latest.</source>
        <translation>已有物流单号，但付款 {days} 天后仍无扫描记录。已送达的订单最迟在 {healthy} 天后就有首次扫描。</translation>
    </message>
    <message>
        <source>Tracking says that the parcel was damaged or destroyed.</source>
        <translation>物流显示包裹已破损或被销毁。</translation>
    </message>
    <message>
        <source>Tracking says that the parcel was lost.</source>
        <translation>物流显示包裹已丢失。</translation>
    </message>
    <message>
        <source>damaged or destroyed</source>
        <translation>破损或被销毁</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Not delivered {days} days after dispatch. CJ&apos;s rule: {rule}.</source>
        <translation>发货 {days} 天后仍未送达。CJ 规则：{rule}。</translation>
    </message>
    <message>
        <source>On its way; CJ does not say since when.</source>
        <translation>运输中；CJ 未说明何时发出。</translation>
    </message>
    <message>
        <source>Not delivered. CJ does not say when it left: counted from {healthy} days after the payment. CJ&apos;s rule: {rule}.</source>
        <translation>未送达。CJ 未说明何时发出：从付款后 {healthy} 天算起。CJ 规则：{rule}。</translation>
    </message>
    <message>
        <source>On its way. CJ does not say when it left: counted from {healthy} days after the payment, it can be claimed from {first}. CJ&apos;s rule: {rule}.</source>
        <translation>运输中。CJ 未说明何时发出：从付款后 {healthy} 天算起，{first} 起可以索赔。CJ 规则：{rule}。</translation>
    </message>
    <message>
        <source>under way, not known since when</source>
        <translation>运输中，发出日期未知</translation>
    </message>
    <message>
        <source>Delivered more than {count} days ago.</source>
        <translation>送达已超过 {count} 天。</translation>
    </message>
    <message>
        <source>delivered, only until {last}</source>
        <translation>已送达，仅到 {last}</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Estimate ({sure}). Source: {source}.</source>
        <translation>估计（{sure}）。依据：{source}。</translation>
    </message>
    <message>
        <source>an older page of CJ&apos;s, read {read}</source>
        <translation>CJ 较早的网页，查阅于 {read}</translation>
    </message>
    <message>
        <source>Delivered; CJ does not say when. Wrong, damaged or missing items can be claimed for {count} days after delivery.</source>
        <translation>已送达；CJ 未说明日期。发错、破损或缺少的商品可在送达后 {count} 天内索赔。</translation>
    </message>
    <message>
        <source>Delivered. Wrong, damaged or missing items can be claimed until {last}, {count} days after delivery.</source>
        <translation>已送达。发错、破损或缺少的商品可在 {last} 前索赔（送达后 {count} 天）。</translation>
    </message>
    <message>
        <source>CJ has not told enough about this order yet.</source>
        <translation>CJ 尚未提供此订单的足够信息。</translation>
    </message>
    <message>
        <source>Not paid, or deleted: there is nothing to claim.</source>
        <translation>未付款或已删除：没有可索赔的内容。</translation>
    </message>
    <message>
        <source>CJ closed this order and takes no more disputes about it.</source>
        <translation>CJ 已关闭此订单，不再受理其纠纷。</translation>
    </message>
    <message>
        <source>Tracking says that the parcel goes back to the sender. CJ pays nothing where the address was wrong, or the buyer refused it, did not collect it or did not clear it through customs.</source>
        <translation>物流显示包裹正退回寄件人。如因地址错误，或买家拒收、未取件、未清关，CJ 不予赔付。</translation>
    </message>
    <message>
        <source>Sent without a tracking number: CJ does not cover such parcels.</source>
        <translation>发货时没有物流单号：CJ 不赔付此类包裹。</translation>
    </message>
    <message>
        <source>CJ itself still takes a dispute about it.</source>
        <translation>CJ 目前仍受理该订单的纠纷。</translation>
    </message>
    <message>
        <source>CJ itself takes no dispute about it now.</source>
        <translation>CJ 目前不受理该订单的纠纷。</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>not paid, or deleted</source>
        <translation>未付款或已删除</translation>
    </message>
    <message>
        <source>closed, no refund known</source>
        <translation>已关闭，未见退款</translation>
    </message>
    <message>
        <source>closed by CJ</source>
        <translation>已被 CJ 关闭</translation>
    </message>
    <message>
        <source>returned to sender</source>
        <translation>退回寄件人</translation>
    </message>
    <message>
        <source>sent without a number</source>
        <translation>发货时无物流单号</translation>
    </message>
    <message>
        <source>CJ still takes a dispute</source>
        <translation>CJ 仍受理纠纷</translation>
    </message>
    <message>
        <source>CJ takes no dispute now</source>
        <translation>CJ 目前不受理纠纷</translation>
    </message>
    <message>
        <source>On its way: it can be claimed from {first}. CJ&apos;s rule: {rule}.</source>
        <translation>运输中：{first} 起可以索赔。CJ 规则：{rule}。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>已忽略</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>全部订单</translation>
    </message>
    <message>
        <source>{count} to claim</source>
        <translation>可索赔 {count} 个</translation>
    </message>
    <message>
        <source>{count} to watch</source>
        <translation>需留意 {count} 个</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>等待中 {count} 个</translation>
    </message>
    <message>
        <source>{count} muted</source>
        <translation>已忽略 {count} 个</translation>
    </message>
    <message>
        <source>Orders: {count}</source>
        <translation>订单：{count}</translation>
    </message>
    <message>
        <source>{count}, up to {amount}</source>
        <translation>{count}，最高 {amount}</translation>
    </message>
    <message>
        <source>{sum} and {count} of unknown price</source>
        <translation>{sum}，另有 {count} 个价格未知</translation>
    </message>
    <message>
        <source>{event}, {day}</source>
        <translation>{event}，{day}</translation>
    </message>
    <message>
        <source>No tracking number</source>
        <translation>无物流单号</translation>
    </message>
    <message>
        <source>Parcels looked up: {done} of {total}</source>
        <translation>已查询包裹：{done}/{total}</translation>
    </message>
    <message>
        <source>{verdict}: {why}</source>
        <translation>{verdict}：{why}</translation>
    </message>
    <message>
        <source>{verdict}, as “{reason}”</source>
        <translation>{verdict}，原因“{reason}”</translation>
    </message>
    <message>
        <source>A dispute is under way; CJ does not list it yet</source>
        <translation>纠纷处理中；CJ 尚未列出</translation>
    </message>
    <message>
        <source>No news yet</source>
        <translation>暂无信息</translation>
    </message>
    <message>
        <source>A dispute about it is under way from here; CJ does not list it yet.</source>
        <translation>此处已就该订单发起纠纷；CJ 尚未列出。</translation>
    </message>
    <message>
        <source>Asking CJ…</source>
        <translation>正在向 CJ 查询…</translation>
    </message>
    <message>
        <source>Orders listed: {done}</source>
        <translation>已列出订单：{done}</translation>
    </message>
    <message>
        <source>Orders listed: {done} of {total}</source>
        <translation>已列出订单：{done}/{total}</translation>
    </message>
    <message>
        <source>Orders read: {done} of {total}</source>
        <translation>已读取订单：{done}/{total}</translation>
    </message>
    <message>
        <source>Not looked yet</source>
        <translation>尚未检查</translation>
    </message>
    <message>
        <source>Orders known: {count}, not all looked at yet</source>
        <translation>已知订单：{count}，尚未全部检查</translation>
    </message>
    <message>
        <source>Orders looked at: {count}, as of {time}, {age}</source>
        <translation>已检查订单：{count}，截至 {time}，{age}</translation>
    </message>
    <message>
        <source>The last look failed. {looked}</source>
        <translation>上次检查失败。{looked}</translation>
    </message>
    <message>
        <source>Muted until {day}</source>
        <translation>忽略至 {day}</translation>
    </message>
    <message>
        <source>Label made</source>
        <translation>已打单</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>运输中</translation>
    </message>
    <message>
        <source>Delivery attempted</source>
        <translation>曾尝试投递</translation>
    </message>
    <message>
        <source>Waits for collection</source>
        <translation>等待取件</translation>
    </message>
    <message>
        <source>At customs</source>
        <translation>在海关</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
</context>
<context>
    <name>ClaimsBar</name>
    <message>
        <source>Orders looked through</source>
        <translation>已检查的订单</translation>
    </message>
    <message>
        <source>Search orders</source>
        <translation>搜索订单</translation>
    </message>
    <message>
        <source>Look through orders</source>
        <translation>检查订单</translation>
    </message>
    <message>
        <source>Claim…</source>
        <translation>索赔…</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Show muted</source>
        <translation>显示已忽略</translation>
    </message>
    <message>
        <source>File a dispute about the order that is selected (Enter)</source>
        <translation>对所选订单发起纠纷（Enter）</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Ask CJ for your orders and their tracking (F5)</source>
        <translation>向 CJ 查询您的订单及其物流（F5）</translation>
    </message>
    <message>
        <source>Leave the selected orders alone (Del)</source>
        <translation>不再提醒所选订单（Del）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>取消忽略</translation>
    </message>
    <message>
        <source>Hide muted</source>
        <translation>隐藏已忽略</translation>
    </message>
</context>
<context>
    <name>ClaimsEmptyState</name>
    <message>
        <source>Look through orders</source>
        <translation>检查订单</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Sign in to see which of your orders can be claimed.</source>
        <translation>登录后可查看哪些订单可以索赔。</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>Look through your orders for parcels to claim?</source>
        <translation>要检查您的订单，找出可索赔的包裹吗？</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Your orders are not looked through</source>
        <translation>未检查您的订单</translation>
    </message>
    <message>
        <source>No order was read yet. You can start whenever you like.</source>
        <translation>尚未读取任何订单。您可以随时开始。</translation>
    </message>
    <message>
        <source>Looking through your orders…</source>
        <translation>正在检查您的订单…</translation>
    </message>
    <message>
        <source>Once a day, in the background, your orders and their tracking are read from CJ. Of your buyers, only the country is kept.</source>
        <translation>每天在后台向 CJ 读取一次您的订单及其物流。买家信息只保存国家。</translation>
    </message>
    <message>
        <source>No order was read yet</source>
        <translation>尚未读取任何订单</translation>
    </message>
    <message>
        <source>CJ lists no orders of this account</source>
        <translation>CJ 未列出此账号的任何订单</translation>
    </message>
    <message>
        <source>No order matches</source>
        <translation>没有匹配的订单</translation>
    </message>
    <message>
        <source>The search hides all of them.</source>
        <translation>搜索条件隐藏了全部订单。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Show all orders</source>
        <translation>显示全部订单</translation>
    </message>
    <message>
        <source>Nothing to claim now</source>
        <translation>目前没有可索赔的订单</translation>
    </message>
    <message>
        <source>Nothing to watch</source>
        <translation>没有需留意的订单</translation>
    </message>
    <message>
        <source>Nothing that waits</source>
        <translation>没有等待中的订单</translation>
    </message>
    <message>
        <source>No order is muted</source>
        <translation>没有已忽略的订单</translation>
    </message>
    <message>
        <source>No orders</source>
        <translation>没有订单</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The orders could not be read</source>
        <translation>无法读取订单</translation>
    </message>
</context>
<context>
    <name>ClaimsNews</name>
    <message>
        <source>A parcel can be claimed</source>
        <translation>有 1 个包裹可以索赔</translation>
    </message>
    <message>
        <source>{count} parcels can be claimed</source>
        <translation>有 {count} 个包裹可以索赔</translation>
    </message>
    <message>
        <source>One more parcel can be claimed</source>
        <translation>又有 1 个包裹可以索赔</translation>
    </message>
    <message>
        <source>{count} more parcels can be claimed</source>
        <translation>又有 {count} 个包裹可以索赔</translation>
    </message>
    <message>
        <source>See which ones under Claims.</source>
        <translation>请在“索赔”页中查看。</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 及另外 {count} 个</translation>
    </message>
    <message>
        <source>{amount}: {names}</source>
        <translation>{amount}：{names}</translation>
    </message>
</context>
<context>
    <name>ClaimsPane</name>
    <message>
        <source>Orders: {shown} of {all}</source>
        <translation>订单：{shown}/{all}</translation>
    </message>
    <message>
        <source>The order is muted.</source>
        <translation>该订单已忽略。</translation>
    </message>
    <message>
        <source>{count} orders are muted.</source>
        <translation>{count} 个订单已忽略。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>ClearButton</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message>
        <source>Go on watching your disputes?</source>
        <translation>要继续关注您的纠纷吗？</translation>
    </message>
    <message>
        <source>With its window closed, the program can stay in the system tray and tell you when CJ decides. You can change this in the settings.</source>
        <translation>窗口关闭后，程序可以留在系统托盘中，在 CJ 裁定时通知您。可随时在设置中更改。</translation>
    </message>
    <message>
        <source>Keep watching in the tray</source>
        <translation>留在托盘中继续关注</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Dispute Desk could not start</source>
        <translation>Dispute Desk 无法启动</translation>
    </message>
    <message>
        <source>Something went wrong in Dispute Desk</source>
        <translation>Dispute Desk 出错了</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>This is a bug, not something you did. Your data is still there. Please send these details to whoever gave you the program.</source>
        <translation>这是程序的缺陷，并非您的操作所致。您的数据仍在。请把这些详细信息发给向您提供本程序的人。</translation>
    </message>
    <message>
        <source>This is a bug, not something you did, and you can go on. Beside what you typed it says whether that is saved. Please send these details to whoever gave you the program.</source>
        <translation>这是程序的缺陷，并非您的操作所致，您可以继续操作。您输入的内容是否已保存，旁边会有提示。请把这些详细信息发给向您提供本程序的人。</translation>
    </message>
    <message>
        <source>Since then, it or something like it happened again: {count}</source>
        <translation>此后，同样或类似的问题又发生了 {count} 次</translation>
    </message>
</context>
<context>
    <name>DeliveryProof</name>
    <message>
        <source>Proof of delivery</source>
        <translation>签收证明</translation>
    </message>
    <message>
        <source>Asking CJ for a delivery photo…</source>
        <translation>正在向 CJ 查询签收照片…</translation>
    </message>
    <message>
        <source>CJ shows no delivery photo.</source>
        <translation>CJ 没有签收照片。</translation>
    </message>
    <message>
        <source>CJ has a delivery photo: a claim that nothing arrived is normally refused.</source>
        <translation>CJ 有签收照片：“未收到货”的索赔通常会被拒绝。</translation>
    </message>
    <message>
        <source>Open photo {number}</source>
        <translation>打开照片 {number}</translation>
    </message>
    <message>
        <source>Whether CJ has a delivery photo is not known. {why}</source>
        <translation>不清楚 CJ 是否有签收照片。{why}</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>CJ&apos;s list does not have this dispute any more. You see what was last known.</source>
        <translation>CJ 的列表中已没有此纠纷。您看到的是最后已知的情况。</translation>
    </message>
    <message>
        <source>Cancel dispute…</source>
        <translation>取消纠纷…</translation>
    </message>
    <message>
        <source>Open in My CJ</source>
        <translation>在 My CJ 中打开</translation>
    </message>
    <message>
        <source>To accept CJ&apos;s offer, or to reply to CJ, use the AS service center in My CJ.</source>
        <translation>如需同意 CJ 的方案或回复 CJ，请到 My CJ 的售后服务中心（AS service center）。</translation>
    </message>
    <message>
        <source>Choose a dispute to see its details here.</source>
        <translation>选择一个纠纷，即可在此查看详情。</translation>
    </message>
    <message>
        <source>Dispute details</source>
        <translation>纠纷详情</translation>
    </message>
    <message>
        <source>Dispute number</source>
        <translation>纠纷编号</translation>
    </message>
    <message>
        <source>Details of the dispute selected</source>
        <translation>所选纠纷的详情</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Reissue order</source>
        <translation>补发订单</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>最近变化</translation>
    </message>
    <message>
        <source>● Changed since your last visit</source>
        <translation>● 自上次查看后有变化</translation>
    </message>
    <message>
        <source>{outcome}, goods worth {amount}</source>
        <translation>{outcome}，货值 {amount}</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>To ask CJ why, and what proof is missing: copy the reply to CJ&apos;s chat from below, and paste it into the chat of My CJ.</source>
        <translation>如需询问 CJ 拒绝的原因以及缺少哪些证据：请在下方复制给 CJ 客服的回复，并粘贴到 My CJ 的在线客服中。</translation>
    </message>
    <message>
        <source>CJ has decided: there is nothing left to cancel.</source>
        <translation>CJ 已裁定，无需再取消。</translation>
    </message>
    <message>
        <source>It is closed already: there is nothing left to cancel.</source>
        <translation>纠纷已关闭，无需再取消。</translation>
    </message>
</context>
<context>
    <name>DialogNotices</name>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Show the other one</source>
        <translation>查看另一个</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The message is your own. Replace it with the template “{template}”? Undo brings it back.</source>
        <translation>这段留言是您自己写的。要换成模板“{template}”吗？可以撤销。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>You are going on with your draft of {time}; it leaves out items of this order.</source>
        <translation>您正在继续编辑 {time} 的草稿，其中未包括此订单的部分商品。</translation>
    </message>
    <message>
        <source>Start another</source>
        <translation>另建一份</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>The dispute is on its way. This window can be closed as soon as CJ has answered.</source>
        <translation>纠纷正在发送。CJ 答复后即可关闭此窗口。</translation>
    </message>
    <message>
        <source>The program ends as soon as CJ has answered and everything is saved.</source>
        <translation>CJ 答复并且所有内容保存之后，程序就会退出。</translation>
    </message>
    <message>
        <source>Stay open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>What was typed last is not kept yet.</source>
        <translation>最后输入的内容尚未保存。</translation>
    </message>
    <message>
        <source>Close anyway</source>
        <translation>仍要关闭</translation>
    </message>
    <message>
        <source>Prepare for My CJ</source>
        <translation>为 My CJ 准备</translation>
    </message>
</context>
<context>
    <name>DisputeMenu</name>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>Cancel dispute…</source>
        <translation>取消纠纷…</translation>
    </message>
    <message>
        <source>Open in My CJ</source>
        <translation>在 My CJ 中打开</translation>
    </message>
    <message>
        <source>Mark all as seen</source>
        <translation>全部标为已看</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Export selected…</source>
        <translation>导出所选…</translation>
    </message>
    <message>
        <source>Mark as seen</source>
        <translation>标为已看</translation>
    </message>
    <message>
        <source>Copy numbers, open My CJ</source>
        <translation>复制编号并打开 My CJ</translation>
    </message>
    <message>
        <source>One dispute at a time: select it alone.</source>
        <translation>一次只能处理一个纠纷：请只选中这一个。</translation>
    </message>
    <message>
        <source>None of them has changed since your last visit.</source>
        <translation>自您上次查看以来，其中没有任何变化。</translation>
    </message>
</context>
<context>
    <name>DisputeTable</name>
    <message>
        <source>Disputes</source>
        <translation>纠纷</translation>
    </message>
</context>
<context>
    <name>DisputeTableModel</name>
    <message>
        <source>{number}, at CJ {order}</source>
        <translation>{number}，CJ 订单号 {order}</translation>
    </message>
    <message>
        <source>CJ&apos;s list does not name orders. Look through your orders under Claims to see them here.</source>
        <translation>CJ 的列表不含订单号。请在“索赔”页检查您的订单，之后即可在此显示。</translation>
    </message>
    <message>
        <source>About {time}: CJ&apos;s list does not name the time zone.</source>
        <translation>约 {time}：CJ 的列表未注明时区。</translation>
    </message>
    <message>
        <source>{dispute}, changed since last visit</source>
        <translation>{dispute}，自上次查看后有变化</translation>
    </message>
</context>
<context>
    <name>Drafts</name>
    <message>
        <source>Did you open it in My CJ?</source>
        <translation>您在 My CJ 中提交了吗？</translation>
    </message>
    <message>
        <source>up to {amount}</source>
        <translation>最多 {amount}</translation>
    </message>
    <message>
        <source>saved {time}</source>
        <translation>保存于 {time}</translation>
    </message>
    <message>
        <source>sent {time}</source>
        <translation>发送于 {time}</translation>
    </message>
    <message>
        <source>Not confirmed yet: CJ lists what may be it</source>
        <translation>尚未确认：CJ 列出的纠纷中可能有它</translation>
    </message>
    <message>
        <source>Not confirmed yet: CJ lists nothing of it</source>
        <translation>尚未确认：CJ 的列表中没有它</translation>
    </message>
    <message>
        <source>Opened in My CJ: CJ lists what may be it</source>
        <translation>已在 My CJ 中提交：CJ 列出了可能是它的纠纷</translation>
    </message>
    <message>
        <source>Filed, but CJ does not list it</source>
        <translation>已提交，但 CJ 未列出</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>Not confirmed yet</source>
        <translation>尚未确认</translation>
    </message>
    <message>
        <source>CJ refused</source>
        <translation>CJ 已拒绝</translation>
    </message>
    <message>
        <source>Filed, number not listed yet</source>
        <translation>已提交，编号尚未列出</translation>
    </message>
    <message>
        <source>Filed</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>Opened in My CJ</source>
        <translation>已在 My CJ 中提交</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>自 {time} 起</translation>
    </message>
</context>
<context>
    <name>DraftsList</name>
    <message>
        <source>Drafts</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Drafts ({count})</source>
        <translation>草稿（{count}）</translation>
    </message>
    <message>
        <source>Go on with this draft</source>
        <translation>继续编辑此草稿</translation>
    </message>
    <message>
        <source>Show what became of it</source>
        <translation>查看进展</translation>
    </message>
    <message>
        <source>Discard draft</source>
        <translation>丢弃草稿</translation>
    </message>
    <message>
        <source>The draft for {order} was discarded.</source>
        <translation>{order} 的草稿已丢弃。</translation>
    </message>
    <message>
        <source>It has left for CJ already: only drafts can be discarded.</source>
        <translation>它已发往 CJ：只能丢弃草稿。</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Not signed in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Sign in to see your disputes here, or try practice mode.</source>
        <translation>登录后可在此查看您的纠纷，也可以先试试练习模式。</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>The disputes could not be read</source>
        <translation>无法读取纠纷</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Asking CJ for your disputes…</source>
        <translation>正在向 CJ 获取您的纠纷…</translation>
    </message>
    <message>
        <source>CJ answers one page a second; a long history takes a while the first time.</source>
        <translation>CJ 每秒只返回一页；记录较多时，首次获取需要一些时间。</translation>
    </message>
    <message>
        <source>Nothing loaded yet</source>
        <translation>尚未加载</translation>
    </message>
    <message>
        <source>Your disputes were never fetched from CJ on this computer.</source>
        <translation>这台电脑还从未向 CJ 获取过您的纠纷。</translation>
    </message>
    <message>
        <source>Refresh now</source>
        <translation>立即刷新</translation>
    </message>
    <message>
        <source>No dispute matches</source>
        <translation>没有符合条件的纠纷</translation>
    </message>
    <message>
        <source>Search and filter hide all of them.</source>
        <translation>所有纠纷都被搜索和筛选条件隐藏了。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>No disputes yet</source>
        <translation>还没有纠纷</translation>
    </message>
    <message>
        <source>Paste an order number above to file the first one.</source>
        <translation>在上方粘贴订单号，即可发起第一个纠纷。</translation>
    </message>
    <message>
        <source>No dispute listed</source>
        <translation>没有列出纠纷</translation>
    </message>
    <message>
        <source>CJ counts disputes of this account, but lists none of them.</source>
        <translation>CJ 的计数显示此账号有纠纷，但一个也没有列出。</translation>
    </message>
</context>
<context>
    <name>EvidenceEditor</name>
    <message>
        <source>Add link</source>
        <translation>添加链接</translation>
    </message>
    <message>
        <source>To pictures or videos that anyone can open without signing in.</source>
        <translation>任何人无需登录即可打开的图片或视频链接。</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>重新检测</translation>
    </message>
    <message>
        <source>Remove link</source>
        <translation>移除链接</translation>
    </message>
    <message>
        <source>Link removed.</source>
        <translation>链接已移除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Evidence link</source>
        <translation>证据链接</translation>
    </message>
    <message>
        <source>This link is in the list already.</source>
        <translation>此链接已在列表中。</translation>
    </message>
    <message>
        <source>{count} links in all</source>
        <translation>共 {count} 个链接</translation>
    </message>
    <message>
        <source>Paste a link first: to a picture or video that anyone can open.</source>
        <translation>请先粘贴链接：任何人都能打开的图片或视频。</translation>
    </message>
    <message>
        <source>Change to picture</source>
        <translation>改为图片</translation>
    </message>
    <message>
        <source>Change to video</source>
        <translation>改为视频</translation>
    </message>
    <message>
        <source>Use the direct link</source>
        <translation>改用直接链接</translation>
    </message>
</context>
<context>
    <name>EvidenceList</name>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation>还没有链接</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Dispute</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>CJ&apos;s order id</source>
        <translation>CJ 订单 ID</translation>
    </message>
    <message>
        <source>Created (UTC)</source>
        <translation>创建时间（UTC）</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Refund (USD)</source>
        <translation>退款（USD）</translation>
    </message>
    <message>
        <source>Asked, up to (USD)</source>
        <translation>申请金额，最多（USD）</translation>
    </message>
    <message>
        <source>Refund less asked (USD)</source>
        <translation>退款减申请金额（USD）</translation>
    </message>
    <message>
        <source>Reissue order</source>
        <translation>补发订单</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>SKUs</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Suppliers</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>Last change seen (UTC)</source>
        <translation>最近一次变化（UTC）</translation>
    </message>
    <message>
        <source>Own reference</source>
        <translation>自己的业务编号</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>The disk is full, so {name} was not written. Free some space, or choose another place.</source>
        <translation>磁盘已满，未能写入 {name}。请腾出空间，或选择其他位置。</translation>
    </message>
    <message>
        <source>The folder for {name} is not there any more. Choose another place.</source>
        <translation>{name} 所在的文件夹已不存在。请选择其他位置。</translation>
    </message>
    <message>
        <source>You may not write {name} in that folder. Choose another place.</source>
        <translation>您没有在该文件夹中写入 {name} 的权限。请选择其他位置。</translation>
    </message>
    <message>
        <source>{name} is open in another program. Close it there and export again, or choose another name.</source>
        <translation>{name} 已在其他程序中打开。请在那里关闭后重新导出，或换一个文件名。</translation>
    </message>
    <message>
        <source>A file cannot be called {name} there. Choose another name.</source>
        <translation>该位置不允许使用文件名 {name}。请换一个文件名。</translation>
    </message>
    <message>
        <source>That is more than a workbook can hold (1,048,575 rows). Export CSV, or search for fewer disputes.</source>
        <translation>数据量超出工作簿的容量（1,048,575 行）。请导出为 CSV，或缩小搜索范围。</translation>
    </message>
    <message>
        <source>{name} could not be written. Choose another place.</source>
        <translation>无法写入 {name}。请选择其他位置。</translation>
    </message>
    <message>
        <source>A file that was there before is unchanged.</source>
        <translation>原有的文件未改动。</translation>
    </message>
    <message>
        <source>Exported to {name}. Disputes: {count}.</source>
        <translation>已导出到 {name}。纠纷：{count} 个。</translation>
    </message>
    <message>
        <source>The case file was saved as {name}.</source>
        <translation>纠纷档案已保存为 {name}。</translation>
    </message>
    <message>
        <source>The export was stopped. Nothing was written.</source>
        <translation>导出已停止，未写入任何内容。</translation>
    </message>
    <message>
        <source>{name} opens in your PDF viewer: print it there.</source>
        <translation>{name} 将在您的 PDF 阅读器中打开：请在其中打印。</translation>
    </message>
    <message>
        <source>Dispute (practice)</source>
        <translation>纠纷（练习）</translation>
    </message>
    <message>
        <source>Practice disputes</source>
        <translation>练习纠纷</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Goods sent again, worth (USD)</source>
        <translation>补发商品价值（USD）</translation>
    </message>
    <message>
        <source>Refunded to buyer (USD)</source>
        <translation>退给买家（USD）</translation>
    </message>
    <message>
        <source>Refunded to buyer on</source>
        <translation>退给买家的日期</translation>
    </message>
    <message>
        <source>Refunded to buyer as</source>
        <translation>退给买家的原币金额</translation>
    </message>
    <message>
        <source>Net loss (USD)</source>
        <translation>净损失（USD）</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Shown now, in this order ({count})</source>
        <translation>当前显示的，按此顺序（{count}）</translation>
    </message>
    <message>
        <source>All disputes ({count})</source>
        <translation>全部纠纷（{count}）</translation>
    </message>
    <message>
        <source>Excel workbook (.xlsx)</source>
        <translation>Excel 工作簿（.xlsx）</translation>
    </message>
    <message>
        <source>CSV text (.csv)</source>
        <translation>CSV 文本（.csv）</translation>
    </message>
    <message>
        <source>Guard cells that a spreadsheet would run as a formula</source>
        <translation>防止单元格被电子表格当作公式执行</translation>
    </message>
    <message>
        <source>Guard ids that a spreadsheet would round</source>
        <translation>防止编号被电子表格舍入</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Export disputes</source>
        <translation>导出纠纷</translation>
    </message>
    <message>
        <source>Ids stay whole, amounts are numbers, times are UTC. Nothing is a formula but the sums in the last row.</source>
        <translation>编号保持完整，金额为数值，时间为 UTC；除最后一行的合计外，没有公式。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>An apostrophe is put before such a cell (for formulas: before each = + - @ at the start of a cell or of a line, or after a separator). Switch it off for a program that reads the file.</source>
        <translation>会在此类单元格前加一个撇号（公式：加在单元格或行开头、或分隔符之后的每个 = + - @ 之前）。如果文件由其他程序读取，请关闭此选项。</translation>
    </message>
    <message>
        <source>Separator and decimal sign</source>
        <translation>分隔符和小数点符号</translation>
    </message>
    <message>
        <source>Comma between cells, point in amounts</source>
        <translation>单元格以逗号分隔，金额使用小数点</translation>
    </message>
    <message>
        <source>Semicolon between cells, comma in amounts</source>
        <translation>单元格以分号分隔，金额使用逗号作小数点</translation>
    </message>
    <message>
        <source>Semicolon between cells, point in amounts</source>
        <translation>单元格以分号分隔，金额使用小数点</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Selected disputes ({count})</source>
        <translation>所选纠纷（{count}）</translation>
    </message>
</context>
<context>
    <name>ExportFlow</name>
    <message>
        <source>Save c&amp;ase file…</source>
        <translation>保存纠纷档案…(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出…(&amp;E)</translation>
    </message>
    <message>
        <source>Save case file</source>
        <translation>保存纠纷档案</translation>
    </message>
    <message>
        <source>Case {dispute}</source>
        <translation>纠纷 {dispute}</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>Excel 工作簿</translation>
    </message>
    <message>
        <source>CSV text</source>
        <translation>CSV 文本</translation>
    </message>
    <message>
        <source>Export disputes</source>
        <translation>导出纠纷</translation>
    </message>
    <message>
        <source>Disputes {day}</source>
        <translation>纠纷 {day}</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>&amp;Print table…</source>
        <translation>打印表格…(&amp;P)</translation>
    </message>
    <message>
        <source>Print case &amp;file…</source>
        <translation>打印纠纷档案…(&amp;F)</translation>
    </message>
    <message>
        <source>Practice – {name}</source>
        <translation>练习 – {name}</translation>
    </message>
    <message>
        <source>Choose one dispute in the table first.</source>
        <translation>请先在表格中选择一个纠纷。</translation>
    </message>
</context>
<context>
    <name>ExportStrip</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Putting the file together…</source>
        <translation>正在生成文件…</translation>
    </message>
    <message>
        <source>Exporting: {done} of {total}</source>
        <translation>正在导出：{done} / {total}</translation>
    </message>
</context>
<context>
    <name>Filing</name>
    <message>
        <source>Amount not known yet</source>
        <translation>金额尚不清楚</translation>
    </message>
    <message>
        <source>Asking CJ for the amount…</source>
        <translation>正在向 CJ 查询金额…</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Reason and proof</source>
        <translation>原因与证据</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Step {number} of {count}: {title}</source>
        <translation>第 {number} 步，共 {count} 步：{title}</translation>
    </message>
    <message>
        <source>{template} – refunded {refunded} of {decided}</source>
        <translation>{template} – {decided} 次裁定中退款 {refunded} 次</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>File reissue dispute</source>
        <translation>提交补发纠纷</translation>
    </message>
    <message>
        <source>File refund dispute</source>
        <translation>提交退款纠纷</translation>
    </message>
    <message>
        <source>{act} – up to {amount}</source>
        <translation>{act} – 最多 {amount}</translation>
    </message>
    <message>
        <source>Nothing to prove: the order has not been dispatched.</source>
        <translation>无需举证：订单尚未发货。</translation>
    </message>
    <message>
        <source>The buyer&apos;s message, with their e-mail address, name and the date in view.</source>
        <translation>买家的来信，能看到其邮箱地址、姓名和日期。</translation>
    </message>
    <message>
        <source>A picture of the tracking page.</source>
        <translation>物流跟踪页面的截图。</translation>
    </message>
    <message>
        <source>Photos that show the fault.</source>
        <translation>能看清问题的照片。</translation>
    </message>
    <message>
        <source>Photos of the parcel and its label.</source>
        <translation>包裹及其面单的照片。</translation>
    </message>
    <message>
        <source>A video, where photos do not prove it.</source>
        <translation>照片不足以证明时，提供视频。</translation>
    </message>
    <message>
        <source>A photo of what came, beside the line of the order.</source>
        <translation>实收商品与订单明细对照的照片。</translation>
    </message>
    <message>
        <source>A photo of everything that came, laid out to be counted.</source>
        <translation>将收到的全部商品摊开、便于清点的照片。</translation>
    </message>
    <message>
        <source>The product page, to compare with.</source>
        <translation>用于对照的商品页面。</translation>
    </message>
    <message>
        <source>“{subject}” cannot be disputed any more: {cause}. Take it out of the selection.</source>
        <translation>“{subject}”已不能发起纠纷：{cause}。请取消选择。</translation>
    </message>
    <message>
        <source>Choose at least one item to dispute.</source>
        <translation>请至少选择一件要发起纠纷的商品。</translation>
    </message>
    <message>
        <source>“{subject}” is no longer in this order. Take it out of the selection.</source>
        <translation>“{subject}”已不在此订单中，请取消选择。</translation>
    </message>
    <message>
        <source>“{subject}” cannot be disputed any more. Take it out of the selection.</source>
        <translation>“{subject}”已不能发起纠纷，请取消选择。</translation>
    </message>
    <message>
        <source>Of “{subject}” at most {number} can be disputed. Lower the quantity.</source>
        <translation>“{subject}”最多可对 {number} 件发起纠纷，请减少数量。</translation>
    </message>
    <message>
        <source>CJ has not said yet what it offers for these items. Wait a moment.</source>
        <translation>CJ 尚未说明为这些商品提供哪些处理方式，请稍候。</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>请选择原因。</translation>
    </message>
    <message>
        <source>CJ does not offer “{subject}” for these items. Choose another reason.</source>
        <translation>CJ 不为这些商品提供原因“{subject}”，请另选一个。</translation>
    </message>
    <message>
        <source>Choose a refund or a reissue.</source>
        <translation>请选择退款或补发。</translation>
    </message>
    <message>
        <source>CJ does not offer this for these items. Choose the other one.</source>
        <translation>CJ 不为这些商品提供此处理方式，请选择另一种。</translation>
    </message>
    <message>
        <source>Write a message to CJ, or choose a template.</source>
        <translation>请给 CJ 写留言，或选择模板。</translation>
    </message>
    <message>
        <source>The message is {number} over CJ&apos;s limit of {message_limit}. Shorten it.</source>
        <translation>留言超出 CJ 的上限（{message_limit} 字符）{number} 个字符，请缩短。</translation>
    </message>
    <message>
        <source>“{subject}” is not a web address. It must begin with https:// or http:// and have no spaces.</source>
        <translation>“{subject}”不是网址。网址须以 https:// 或 http:// 开头，且不含空格。</translation>
    </message>
    <message>
        <source>This link has {number} characters; CJ takes {link_limit}. Shorten it: {subject}</source>
        <translation>此链接有 {number} 个字符，CJ 最多接受 {link_limit} 个，请缩短：{subject}</translation>
    </message>
    <message>
        <source>The address that the order was sent to, whole and right: CJ does not answer for a wrong one, nor for a buyer who refused the parcel or did not collect it.</source>
        <translation>订单的收货地址，要完整无误：地址有误、买家拒收或未取件，CJ 概不负责。</translation>
    </message>
    <message>
        <source>From CJ&apos;s pages, read {day}. Advice only: CJ decides.</source>
        <translation>依据 CJ 网页，查阅于 {day}。仅供参考：由 CJ 裁定。</translation>
    </message>
    <message>
        <source>CJ&apos;s answer names no reason for these items. That is no refusal, and may be otherwise later: choose the items again, or other ones, or open the order in My CJ.</source>
        <translation>CJ 的答复没有为这些商品列出原因。这并非拒绝，稍后可能会有：请重新选择这些商品或选择其他商品，也可在 My CJ 中打开订单。</translation>
    </message>
    <message>
        <source>CJ&apos;s answer names neither a refund nor a reissue for these items. That is no refusal, and may be otherwise later: choose the items again, or other ones, or open the order in My CJ.</source>
        <translation>CJ 的答复既没有为这些商品列出退款，也没有列出补发。这并非拒绝，稍后可能会有：请重新选择这些商品或选择其他商品，也可在 My CJ 中打开订单。</translation>
    </message>
    <message>
        <source>My CJ</source>
        <translation>My CJ</translation>
    </message>
    <message>
        <source>I opened it in My CJ</source>
        <translation>我已在 My CJ 中提交</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Choose items</source>
        <translation>选择商品</translation>
    </message>
    <message>
        <source>Prepared for My CJ on {day}: {items}.</source>
        <translation>{day} 已为 My CJ 准备：{items}。</translation>
    </message>
    <message>
        <source>CJ may have that dispute by now, though it does not list it yet.</source>
        <translation>CJ 可能已经有此纠纷，只是尚未列出。</translation>
    </message>
</context>
<context>
    <name>FilingDialog</name>
    <message>
        <source>File a dispute</source>
        <translation>发起纠纷</translation>
    </message>
    <message>
        <source>Waiting for CJ…</source>
        <translation>正在等待 CJ…</translation>
    </message>
</context>
<context>
    <name>FilingOpener</name>
    <message>
        <source>CJ no longer lists the items of this order.</source>
        <translation>CJ 不再列出此订单的商品。</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>Earlier versions…</source>
        <translation>历史版本…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Waiting for CJ…</source>
        <translation>正在等待 CJ…</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>{time} 已保存</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Next order</source>
        <translation>下一个订单</translation>
    </message>
</context>
<context>
    <name>Formatting</name>
    <message>
        <source>Up to {amount}</source>
        <translation>最多 {amount}</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <translation>yyyy-MM-dd HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy-MM-dd</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <translation>{count} 分钟前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <translation>{count} 小时前</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>1 day ago</source>
        <translation>1 天前</translation>
    </message>
    <message>
        <source>{count} days ago</source>
        <translation>{count} 天前</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 天</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} 天</translation>
    </message>
    <message>
        <source>in dispute {dispute}</source>
        <translation>已在纠纷 {dispute} 中</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未裁定</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Reissue</source>
        <translation>补发</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>CJ wallet balance</source>
        <translation>CJ 钱包余额</translation>
    </message>
    <message>
        <source>Original payment method</source>
        <translation>原支付方式</translation>
    </message>
    <message>
        <source>CJ told no line item number</source>
        <translation>CJ 未提供商品行编号</translation>
    </message>
    <message>
        <source>CJ told a line item number that cannot be sent</source>
        <translation>CJ 提供的商品行编号无法发送</translation>
    </message>
    <message>
        <source>CJ told no price</source>
        <translation>CJ 未提供价格</translation>
    </message>
    <message>
        <source>CJ told a price that cannot be sent</source>
        <translation>CJ 提供的价格无法发送</translation>
    </message>
    <message>
        <source>CJ told no number of pieces</source>
        <translation>CJ 未提供件数</translation>
    </message>
    <message>
        <source>{dispute} about it is decided</source>
        <translation>相关纠纷 {dispute} 已裁定</translation>
    </message>
    <message>
        <source>{dispute} is about it</source>
        <translation>涉及纠纷 {dispute}</translation>
    </message>
</context>
<context>
    <name>FreshnessLabel</name>
    <message>
        <source>May be out of date. {checked}</source>
        <translation>可能已过时。{checked}</translation>
    </message>
    <message>
        <source>Never checked</source>
        <translation>从未查询</translation>
    </message>
    <message>
        <source>Checked {time}, {age}</source>
        <translation>{time} 查询，{age}</translation>
    </message>
    <message>
        <source>CJ counts {counted}, lists {listed}.</source>
        <translation>CJ 统计为 {counted} 条，只列出 {listed} 条。</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>HistoryBar</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Ask CJ for news (F5)</source>
        <translation>向 CJ 查询最新进展（F5）</translation>
    </message>
    <message>
        <source>Write the disputes to a file (Ctrl+E)</source>
        <translation>将纠纷写入文件（Ctrl+E）</translation>
    </message>
    <message>
        <source>Asking CJ</source>
        <translation>正在向 CJ 查询</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>已退款</translation>
    </message>
    <message>
        <source>Reissued</source>
        <translation>已补发</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Changed since last visit</source>
        <translation>自上次查看后有变化</translation>
    </message>
    <message>
        <source>Search disputes</source>
        <translation>搜索纠纷</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>等您答复</translation>
    </message>
    <message>
        <source>Buyer refunded, CJ undecided</source>
        <translation>已退买家，CJ 未裁定</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
</context>
<context>
    <name>HistoryColumns</name>
    <message>
        <source>Closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Asked (up to)</source>
        <translation>申请金额（最多）</translation>
    </message>
    <message>
        <source>Age (days)</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Reissue order</source>
        <translation>补发订单</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>最近变化</translation>
    </message>
    <message>
        <source>Your turn</source>
        <translation>等您答复</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>Refunded to buyer</source>
        <translation>退给买家</translation>
    </message>
    <message>
        <source>Net loss</source>
        <translation>净损失</translation>
    </message>
</context>
<context>
    <name>HistoryNotice</name>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Show changes</source>
        <translation>查看变化</translation>
    </message>
    <message>
        <source>Mark all as seen</source>
        <translation>全部标为已看</translation>
    </message>
    <message>
        <source>Asking CJ to cancel {dispute}…</source>
        <translation>正在请 CJ 取消 {dispute}…</translation>
    </message>
    <message>
        <source>{dispute} is cancelled. Its items can be disputed again as long as their time is not over.</source>
        <translation>{dispute} 已取消。在期限之内，其中的商品可以再次发起纠纷。</translation>
    </message>
    <message>
        <source>Not confirmed yet: CJ gave no clear answer to cancelling {dispute}. See how it stands before anything else.</source>
        <translation>尚未确认：取消 {dispute} 时 CJ 未给出明确答复。请先查明其状态，再做其他操作。</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>再次查询</translation>
    </message>
    <message>
        <source>CJ now lists {dispute} as “{status}”, outcome: {outcome}. If that is not cancelled, you can cancel it again.</source>
        <translation>CJ 目前将 {dispute} 列为“{status}”，处理结果：{outcome}。如果尚未取消，您可以再次取消。</translation>
    </message>
    <message>
        <source>Did you open the dispute about order {order} in My CJ? CJ has not listed it for {days} days.</source>
        <translation>您在 My CJ 中提交订单 {order} 的纠纷了吗？{days} 天以来 CJ 都没有列出它。</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>HistoryPane</name>
    <message>
        <source>Disputes changed: {count}</source>
        <translation>有变化的纠纷：{count}</translation>
    </message>
    <message>
        <source>The disputes are up to date.</source>
        <translation>纠纷列表已是最新。</translation>
    </message>
    <message>
        <source>Copy reply to the buyer</source>
        <translation>复制给买家的回复</translation>
    </message>
    <message>
        <source>Copy reply to CJ&apos;s chat</source>
        <translation>复制给 CJ 客服的回复</translation>
    </message>
</context>
<context>
    <name>Insights</name>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>USD recovered</source>
        <translation>追回 USD</translation>
    </message>
    <message>
        <source>USD open</source>
        <translation>处理中 USD</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>获赔率</translation>
    </message>
    <message>
        <source>Others: {count}</source>
        <translation>其他：{count}</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Refunds: {count}.</source>
        <translation>退款：{count}。</translation>
    </message>
    <message>
        <source>Reissued: {count}.</source>
        <translation>已补发：{count}。</translation>
    </message>
    <message>
        <source>Reissued: {count}, worth {amount}.</source>
        <translation>已补发：{count}，价值 {amount}。</translation>
    </message>
    <message>
        <source>{rate} of what was asked for, where known.</source>
        <translation>占申请金额的 {rate}（已知部分）。</translation>
    </message>
    <message>
        <source>CJ has nothing left to decide.</source>
        <translation>CJ 没有待裁定的纠纷。</translation>
    </message>
    <message>
        <source>The amounts asked for are not known here.</source>
        <translation>此处没有申请金额的记录。</translation>
    </message>
    <message>
        <source>Up to {amount} asked for in {known} of them.</source>
        <translation>其中 {known} 个申请金额最多 {amount}。</translation>
    </message>
    <message>
        <source>CJ has decided none.</source>
        <translation>CJ 尚未裁定任何纠纷。</translation>
    </message>
    <message>
        <source>{won} of {decided} decided; {rejected} rejected.</source>
        <translation>已裁定 {decided} 个，获赔 {won} 个，被拒 {rejected} 个。</translation>
    </message>
    <message>
        <source>Closed undecided, not counted: {count}.</source>
        <translation>未裁定即关闭、不计入：{count}。</translation>
    </message>
    <message>
        <source>Known for {known} of {decided}: those seen to be decided while this program ran.</source>
        <translation>{decided} 个中已知 {known} 个：即本程序运行期间裁定的那些。</translation>
    </message>
    <message>
        <source>Money (USD)</source>
        <translation>金额（USD）</translation>
    </message>
    <message>
        <source>Number of disputes</source>
        <translation>纠纷数量</translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation>已追回</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Q{quarter}</source>
        <translation>第{quarter}季度</translation>
    </message>
    <message>
        <source>Q{quarter} {year}</source>
        <translation>{year}年第{quarter}季度</translation>
    </message>
    <message>
        <source>After a reissue</source>
        <translation>补发后</translation>
    </message>
    <message>
        <source>After a rejection</source>
        <translation>被拒后</translation>
    </message>
    <message>
        <source>Reissued</source>
        <translation>已补发</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>under an hour</source>
        <translation>不到一小时</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>{count} hours</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} 天</translation>
    </message>
    <message>
        <source>In no bar, but in the sums: {count} without a usable date.</source>
        <translation>未画入柱形但计入合计：{count} 个没有可用日期。</translation>
    </message>
    <message>
        <source>All amounts are USD. A dispute counts in the month in which it was created.</source>
        <translation>所有金额均为 USD。纠纷计入其创建的月份。</translation>
    </message>
    <message>
        <source>All amounts are USD; of open and rejected disputes they are what was asked for. A dispute counts in the month in which it was created.</source>
        <translation>所有金额均为 USD；处理中和已拒绝的纠纷按申请金额计。纠纷计入其创建的月份。</translation>
    </message>
    <message>
        <source>Refunds in no sum, as CJ has not told the amount: {count}.</source>
        <translation>CJ 尚未告知金额、未计入合计的退款：{count} 笔。</translation>
    </message>
    <message>
        <source>USD to buyers</source>
        <translation>退给买家 USD</translation>
    </message>
    <message>
        <source>USD net loss</source>
        <translation>净损失 USD</translation>
    </message>
    <message>
        <source>USD reissued</source>
        <translation>补发 USD</translation>
    </message>
    <message>
        <source>USD rejected</source>
        <translation>被拒 USD</translation>
    </message>
    <message>
        <source>Net loss</source>
        <translation>净损失</translation>
    </message>
    <message>
        <source>Net loss (USD)</source>
        <translation>净损失（USD）</translation>
    </message>
    <message>
        <source>After a refund</source>
        <translation>退款后</translation>
    </message>
    <message>
        <source>The amount asked for is known for {known} of {all} disputes: those filed with this program.</source>
        <translation>{all} 个纠纷中，只有 {known} 个的申请金额已知，即用本程序发起的那些。</translation>
    </message>
    <message>
        <source>Refunded to buyers: {amount} in {count} disputes. The net loss is known for {known} of them: {loss}. Goods that were sent again are not counted in it.</source>
        <translation>退给买家：{count} 个纠纷共 {amount}，其中 {known} 个的净损失已知：{loss}。补发的商品未计入其中。</translation>
    </message>
    <message>
        <source>Enter what you refunded to buyers beside each dispute, or paste it from a list.</source>
        <translation>请在各纠纷旁填写退给买家的款项，或从清单批量粘贴。</translation>
    </message>
</context>
<context>
    <name>InsightsPane</name>
    <message>
        <source>Insights table</source>
        <translation>统计表</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>The figures could not be read.</source>
        <translation>无法读取数据。</translation>
    </message>
    <message>
        <source>Suppliers and SKUs could not be read.</source>
        <translation>未能读取供应商和 SKU 的数据。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The figures could not be read</source>
        <translation>无法读取数据</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>No dispute was created in this time</source>
        <translation>这段时间没有创建纠纷</translation>
    </message>
    <message>
        <source>There are disputes from other times.</source>
        <translation>其他时间有纠纷。</translation>
    </message>
    <message>
        <source>Chart shows</source>
        <translation>图表内容</translation>
    </message>
    <message>
        <source>What became of the disputes created in each month</source>
        <translation>各月创建的纠纷结果如何</translation>
    </message>
    <message>
        <source>A dispute about several products counts for each of them.</source>
        <translation>涉及多件商品的纠纷，对每件商品各计一次。</translation>
    </message>
    <message>
        <source>The figures</source>
        <translation>明细数据</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Sign in to see what your disputes brought in.</source>
        <translation>登录后可查看您的纠纷追回了多少。</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>No figures yet</source>
        <translation>还没有数据</translation>
    </message>
    <message>
        <source>Once there are disputes, you see here what they brought in: by month, reason, supplier and SKU.</source>
        <translation>有了纠纷之后，可在此按月份、原因、供应商和 SKU 查看追回的金额。</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>Orders are read from one file at a time: a mail or a text ({endings}).</source>
        <translation>每次从一个文件中读取订单：邮件或文本（{endings}）。</translation>
    </message>
    <message>
        <source>“{file}” could not be read.</source>
        <translation>无法读取“{file}”。</translation>
    </message>
</context>
<context>
    <name>Introduction</name>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Introduction</source>
        <translation>入门介绍</translation>
    </message>
    <message>
        <source>Puts the introduction away. The menu Help shows it again.</source>
        <translation>收起入门介绍。可从“帮助”菜单再次打开。</translation>
    </message>
    <message>
        <source>1 Paste an order number</source>
        <translation>1 粘贴订单号</translation>
    </message>
    <message>
        <source>CJ&apos;s or your own, even inside a mail. Press Enter.</source>
        <translation>CJ 或您自己的订单号，在邮件里也行，然后按 Enter。</translation>
    </message>
    <message>
        <source>2 See what can be claimed</source>
        <translation>2 查看可索赔内容</translation>
    </message>
    <message>
        <source>Which items, and up to how much.</source>
        <translation>哪些商品可索赔，最多多少。</translation>
    </message>
    <message>
        <source>3 File in three short pages</source>
        <translation>3 三步填写并提交</translation>
    </message>
    <message>
        <source>Never sent twice by itself, and followed until decided.</source>
        <translation>绝不会自动重复提交，并一直跟进到裁定。</translation>
    </message>
    <message>
        <source>From an order number to a dispute</source>
        <translation>从订单号到纠纷</translation>
    </message>
</context>
<context>
    <name>ItemsPage</name>
    <message>
        <source>Items to dispute</source>
        <translation>要发起纠纷的商品</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select none</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>CJ lists no items for this order.</source>
        <translation>CJ 未列出此订单的任何商品。</translation>
    </message>
</context>
<context>
    <name>KeyringBar</name>
    <message>
        <source>Waiting for the keyring to be unlocked. The system asks for its password.</source>
        <translation>正在等待密钥环解锁。系统会询问其密码。</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>停止等待</translation>
    </message>
</context>
<context>
    <name>LineEdit</name>
    <message>
        <source>Too long: at most {limit} characters fit in here. Nothing was changed.</source>
        <translation>太长：这里最多容纳 {limit} 个字符。内容没有改变。</translation>
    </message>
</context>
<context>
    <name>LineRow</name>
    <message>
        <source> of {count}</source>
        <translation> / {count}</translation>
    </message>
    <message>
        <source>Quantity for {product}</source>
        <translation>{product} 的数量</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>SKU {sku}</source>
        <translation>SKU {sku}</translation>
    </message>
    <message>
        <source>{price} each</source>
        <translation>单价 {price}</translation>
    </message>
    <message>
        <source>can be disputed: {count}</source>
        <translation>可发起纠纷：{count}</translation>
    </message>
    <message>
        <source>Cannot be disputed: it may be in a dispute already, or its time is over.</source>
        <translation>不能发起纠纷：可能已有未完成的纠纷，或已超过期限。</translation>
    </message>
    <message>
        <source>Cannot be disputed: {why}.</source>
        <translation>不能发起纠纷：{why}。</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>Not tested</source>
        <translation>未检测</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在检测…</translation>
    </message>
    <message>
        <source>Not tested: the test did not work</source>
        <translation>未检测：检测未能进行</translation>
    </message>
    <message>
        <source>All links together have {total} characters. CJ does not say whether its limit of {limit} is for each link or for all.</source>
        <translation>所有链接合计 {total} 个字符。CJ 未说明 {limit} 的上限是针对单个链接还是全部。</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>opens without signing in</source>
        <translation>无需登录即可打开</translation>
    </message>
    <message>
        <source>Asks for a sign-in</source>
        <translation>需要登录</translation>
    </message>
    <message>
        <source>Nothing there (HTTP {status})</source>
        <translation>内容不存在（HTTP {status}）</translation>
    </message>
    <message>
        <source>Does not open (HTTP {status})</source>
        <translation>无法打开（HTTP {status}）</translation>
    </message>
    <message>
        <source>Not tested: no server answered</source>
        <translation>未检测：服务器无响应</translation>
    </message>
    <message>
        <source>A web page, not a picture or video</source>
        <translation>是网页，不是图片或视频</translation>
    </message>
    <message>
        <source>A video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>A picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Will stop working</source>
        <translation>链接将会失效</translation>
    </message>
    <message>
        <source>CJ&apos;s agent would have to sign in: share it with everyone who has the link.</source>
        <translation>CJ 客服需要登录才能看：请设为“知道链接的人都能查看”。</translation>
    </message>
    <message>
        <source>Check the link: the file may have been deleted.</source>
        <translation>请检查链接：文件可能已被删除。</translation>
    </message>
    <message>
        <source>Open it in a private browser window to check.</source>
        <translation>请在浏览器的无痕窗口中打开试试。</translation>
    </message>
    <message>
        <source>Check the link, and whether this computer is online. Then test again.</source>
        <translation>请检查链接，以及这台电脑是否联网，然后重新检测。</translation>
    </message>
    <message>
        <source>Albums and viewer pages are web pages: copy the address of the picture itself.</source>
        <translation>相册和预览页面属于网页：请复制图片本身的地址。</translation>
    </message>
    <message>
        <source>It is listed as the other kind: change that, so that CJ shows it.</source>
        <translation>它的类型与归类不符：请更改类型，CJ 才能正常显示。</translation>
    </message>
    <message>
        <source>The address carries a signature or an end date. Use a lasting public link.</source>
        <translation>此地址带有签名或有效期。请使用长期有效的公开链接。</translation>
    </message>
    <message>
        <source>Neither a picture nor a video</source>
        <translation>不是图片，也不是视频</translation>
    </message>
    <message>
        <source>Not a public address</source>
        <translation>不是公开地址</translation>
    </message>
    <message>
        <source>This address is inside your own network, where CJ cannot open it, or has a password in it, which CJ would see. It can be filed all the same.</source>
        <translation>此地址在您的内部网络中，CJ 无法打开；或其中含有密码，会被 CJ 看到。仍可以提交。</translation>
    </message>
    <message>
        <source>Works until {time} only</source>
        <translation>仅在 {time} 之前有效</translation>
    </message>
    <message>
        <source>What it serves is no picture or video that is known here. Open it to check.</source>
        <translation>打开后的内容不是可识别的图片或视频。请打开链接检查。</translation>
    </message>
    <message>
        <source>This link opens a page around the file. The direct link shows CJ the file itself.</source>
        <translation>此链接打开的是包含该文件的网页。直接链接可让 CJ 看到文件本身。</translation>
    </message>
</context>
<context>
    <name>LongTextEdit</name>
    <message>
        <source>What was pasted is too long: only its beginning was taken.</source>
        <translation>粘贴的内容过长：只保留了开头部分。</translation>
    </message>
    <message>
        <source>No more fits in here: what was typed last was not taken.</source>
        <translation>这里已经写满：刚才输入的内容没有写入。</translation>
    </message>
</context>
<context>
    <name>MainTabs</name>
    <message>
        <source>Disputes</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>Insights</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Main area</source>
        <translation>主区域</translation>
    </message>
    <message>
        <source>Show &amp;disputes</source>
        <translation>显示纠纷(&amp;D)</translation>
    </message>
    <message>
        <source>Show &amp;insights</source>
        <translation>显示统计(&amp;I)</translation>
    </message>
    <message>
        <source>Claims</source>
        <translation>索赔</translation>
    </message>
    <message>
        <source>Show &amp;claims</source>
        <translation>显示索赔(&amp;C)</translation>
    </message>
    <message>
        <source>Claims ({count})</source>
        <translation>索赔 ({count})</translation>
    </message>
    <message>
        <source>Orders that can be claimed: {count}</source>
        <translation>可索赔的订单：{count}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Order</source>
        <translation>订单(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Disputes</source>
        <translation>纠纷(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Account</source>
        <translation>账号(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>MessageBox</name>
    <message>
        <source>Message to CJ</source>
        <translation>给 CJ 的留言</translation>
    </message>
    <message>
        <source>{length} / {limit}</source>
        <translation>{length} / {limit}</translation>
    </message>
    <message>
        <source>– {excess} too many</source>
        <translation>– 超出 {excess}</translation>
    </message>
    <message>
        <source>CJ&apos;s agents read English. This can stay; a few English words help.</source>
        <translation>CJ 客服阅读英文。这些文字可以保留，最好加几句英文。</translation>
    </message>
</context>
<context>
    <name>MuteDialog</name>
    <message>
        <source>Muted until</source>
        <translation>忽略至</translation>
    </message>
    <message>
        <source>Mute orders</source>
        <translation>将订单忽略</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>From that day on, they are shown again.</source>
        <translation>从那天起，这些订单会重新显示。</translation>
    </message>
</context>
<context>
    <name>Muting</name>
    <message>
        <source>For good: the buyer has it</source>
        <translation>永久：买家已收到</translation>
    </message>
    <message>
        <source>For {count} days, until {day}</source>
        <translation>{count} 天，至 {day}</translation>
    </message>
    <message>
        <source>Until another day…</source>
        <translation>到其他日期…</translation>
    </message>
</context>
<context>
    <name>MyCj</name>
    <message>
        <source>Following disputes, their history, claims and insights are for every CJ merchant. Filing goes through CJ&apos;s API, which takes disputes only for orders made through it. For other orders, such as those of a connected shop, open the dispute in My CJ; it is followed here all the same.</source>
        <translation>每一位 CJ 商家都可以跟进纠纷，查看历史、索赔和统计。提交纠纷要通过 CJ 的 API，而 API 只受理通过它创建的订单。其他订单（例如来自已连接店铺的订单）请在 My CJ 中发起纠纷，同样可以在这里跟进。</translation>
    </message>
</context>
<context>
    <name>MyCjPage</name>
    <message>
        <source>Open My CJ</source>
        <translation>打开 My CJ</translation>
    </message>
    <message>
        <source>File here all the same</source>
        <translation>仍在这里提交</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Save case file…</source>
        <translation>保存纠纷档案…</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Copy order number</source>
        <translation>复制订单号</translation>
    </message>
    <message>
        <source>CJ&apos;s order id</source>
        <translation>CJ 订单 ID</translation>
    </message>
    <message>
        <source>Copy CJ&apos;s order id</source>
        <translation>复制 CJ 订单 ID</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Copy items</source>
        <translation>复制商品</translation>
    </message>
    <message>
        <source>Dispute type</source>
        <translation>纠纷类型</translation>
    </message>
    <message>
        <source>Expected result</source>
        <translation>期望结果</translation>
    </message>
    <message>
        <source>Refund to</source>
        <translation>退款至</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>复制留言</translation>
    </message>
    <message>
        <source>Video link {number}</source>
        <translation>视频链接 {number}</translation>
    </message>
    <message>
        <source>Picture link {number}</source>
        <translation>图片链接 {number}</translation>
    </message>
    <message>
        <source>Copy link {number}</source>
        <translation>复制链接 {number}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>None. Pictures that you attach to the case are kept in one folder.</source>
        <translation>没有。您为此纠纷添加的图片保存在同一个文件夹中。</translation>
    </message>
    <message>
        <source>Case {dispute}</source>
        <translation>纠纷 {dispute}</translation>
    </message>
    <message>
        <source>Save case file</source>
        <translation>保存纠纷档案</translation>
    </message>
    <message>
        <source>In My CJ, find the order under Store Orders and choose Open Dispute. Nothing is sent from here. Once the dispute is open there, say so with the button below: it is then looked for in CJ&apos;s list, and followed like any other.</source>
        <translation>在 My CJ 的店铺订单（Store Orders）中找到该订单，选择发起纠纷（Open Dispute）。这里不会发送任何内容。在那里提交之后，请点击下方按钮确认：本程序随后会在 CJ 的列表中查找它，并像其他纠纷一样跟进。</translation>
    </message>
    <message>
        <source>What My CJ&apos;s form asks for, field by field</source>
        <translation>My CJ 表单所需的内容（逐项）</translation>
    </message>
    <message>
        <source>Files kept with this dispute</source>
        <translation>随此纠纷保存的文件</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>The case file was saved.</source>
        <translation>纠纷档案已保存。</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name of the template</source>
        <translation>模板名称</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>A dispute changed</source>
        <translation>有一个纠纷发生变化</translation>
    </message>
    <message>
        <source>{count} disputes changed</source>
        <translation>{count} 个纠纷发生变化</translation>
    </message>
    <message>
        <source>Refunded: {count}</source>
        <translation>已退款：{count}</translation>
    </message>
    <message>
        <source>Rejected: {count}</source>
        <translation>已拒绝：{count}</translation>
    </message>
    <message>
        <source>Other changes: {count}</source>
        <translation>其他变化：{count}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>{dispute}: {what}</source>
        <translation>{dispute}：{what}</translation>
    </message>
    <message>
        <source>CJ refunds {amount}</source>
        <translation>CJ 退款 {amount}</translation>
    </message>
    <message>
        <source>CJ sends the goods again with order {order}</source>
        <translation>CJ 补发货物，订单 {order}</translation>
    </message>
    <message>
        <source>CJ sends the goods again</source>
        <translation>CJ 补发货物</translation>
    </message>
    <message>
        <source>CJ rejected it</source>
        <translation>CJ 已拒绝</translation>
    </message>
    <message>
        <source>now “{status}”</source>
        <translation>现为“{status}”</translation>
    </message>
    <message>
        <source>CJ refunds, and has not told how much</source>
        <translation>CJ 已同意退款，尚未告知金额</translation>
    </message>
    <message>
        <source>Reissued: {count}</source>
        <translation>已补发：{count}</translation>
    </message>
    <message>
        <source>Waiting for your answer: {count}</source>
        <translation>等您答复：{count}</translation>
    </message>
    <message>
        <source>CJ waits for your answer in My CJ (“{status}”)</source>
        <translation>CJ 正在 My CJ 中等您答复（“{status}”）</translation>
    </message>
    <message>
        <source>CJ proposes {amount} now</source>
        <translation>CJ 现提议退 {amount}</translation>
    </message>
</context>
<context>
    <name>NoteBox</name>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>For yourself, such as what CJ said in the chat</source>
        <translation>留给自己看的，例如 CJ 客服说的话</translation>
    </message>
    <message>
        <source>Not saved yet. {hint}</source>
        <translation>尚未保存。{hint}</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Stays on this computer and is never sent to CJ.</source>
        <translation>只保存在这台电脑上，不会发送给 CJ。</translation>
    </message>
    <message>
        <source>Saved {time}. {hint}</source>
        <translation>{time} 已保存。{hint}</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Open My CJ</source>
        <translation>打开 My CJ</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Nothing was sent; your draft is safe.</source>
        <translation>未发送任何内容，您的草稿完好。</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>CJ&apos;s text</source>
        <translation>CJ 原文</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>请求 ID</translation>
    </message>
    <message>
        <source>HTTP status</source>
        <translation>HTTP 状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>CJ refused the dispute. By its answer, nothing was filed.</source>
        <translation>CJ 拒绝了此纠纷。据其答复，未提交任何内容。</translation>
    </message>
    <message>
        <source>CJ says: “{text}”</source>
        <translation>CJ 回复：“{text}”</translation>
    </message>
    <message>
        <source>You are not signed in to this account. What is kept here stays readable; sign in to go on with CJ.</source>
        <translation>您尚未登录此账号。已保存的内容仍可查看；如需与 CJ 继续往来，请登录。</translation>
    </message>
    <message>
        <source>CJ asks you to sign in again.</source>
        <translation>CJ 要求您重新登录。</translation>
    </message>
    <message>
        <source>CJ has switched this interface off for now. Try again later.</source>
        <translation>CJ 目前关闭了此接口。请稍后再试。</translation>
    </message>
    <message>
        <source>CJ&apos;s daily allowance for this account is used up. It is renewed at 00:00 UTC.</source>
        <translation>此账号今天的 CJ 请求额度已用完，将在 00:00 UTC 恢复。</translation>
    </message>
    <message>
        <source>CJ&apos;s server failed while answering. Try again in a minute.</source>
        <translation>CJ 服务器在答复时出错。请一分钟后再试。</translation>
    </message>
    <message>
        <source>CJ did not answer in time. Try again.</source>
        <translation>CJ 未及时答复。请重试。</translation>
    </message>
    <message>
        <source>This address is not allowed: only https, and only CJ&apos;s own server.</source>
        <translation>不允许使用此地址：只能使用 https，且只能是 CJ 自己的服务器。</translation>
    </message>
    <message>
        <source>Another dispute for one of these items is on its way. See the list of drafts.</source>
        <translation>其中某件商品的另一个纠纷正在发送。请查看草稿列表。</translation>
    </message>
    <message>
        <source>This dispute has changed meanwhile, so nothing was done. See the list of drafts.</source>
        <translation>此纠纷的状态已有变化，因此未执行任何操作。请查看草稿列表。</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring is locked or does not answer, so the token is still in it. Unlock the keyring and try again.</source>
        <translation>这台电脑的密钥环已锁定或没有响应，令牌仍保存在其中。请解锁密钥环后重试。</translation>
    </message>
    <message>
        <source>The proxy refused the connection. Check the proxy in Settings, or the system&apos;s.</source>
        <translation>代理拒绝了连接。请检查“设置”中的代理或系统代理。</translation>
    </message>
    <message>
        <source>The disk is full, and the data file cannot be opened without some room. Free some space.</source>
        <translation>磁盘已满，没有一点空间就无法打开数据文件。请腾出空间。</translation>
    </message>
    <message>
        <source>The data folder is read-only, and the data file cannot be opened without writing to it.</source>
        <translation>数据文件夹为只读，而不写入就无法打开数据文件。</translation>
    </message>
    <message>
        <source>The data file could not be used. Check the disk that it is on, and try again.</source>
        <translation>无法使用数据文件。请检查它所在的磁盘，然后重试。</translation>
    </message>
    <message>
        <source>CJ did not cancel the dispute. It may be decided already, or belong to another order.</source>
        <translation>CJ 未取消该纠纷。它可能已裁定，或属于另一个订单。</translation>
    </message>
    <message>
        <source>CJ asks for a pause. Try again in {seconds} s.</source>
        <translation>CJ 要求暂停。请在 {seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>CJ has just refused this, and is not asked again so soon. Correct it now, or try the same again from {time} on.</source>
        <translation>CJ 刚刚拒绝了此内容，暂不再次询问。请现在更正，或在 {time} 之后用相同内容重试。</translation>
    </message>
    <message>
        <source>CJ allows few sign-ins within five minutes. The next one is possible from {time} on.</source>
        <translation>CJ 在五分钟内只允许少数几次登录。{time} 之后可以再次登录。</translation>
    </message>
    <message>
        <source>That did not work. Try again.</source>
        <translation>操作未成功。请重试。</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>未发送任何内容。</translation>
    </message>
    <message>
        <source>CJ&apos;s server was not found. Check the internet connection.</source>
        <translation>找不到 CJ 的服务器。请检查网络连接。</translation>
    </message>
    <message>
        <source>CJ could not be reached. Check the internet connection.</source>
        <translation>无法连接到 CJ。请检查网络连接。</translation>
    </message>
    <message>
        <source>The connection to CJ broke before the answer came.</source>
        <translation>CJ 答复之前连接中断了。</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted, so nothing was sent to it. A company proxy may be in between: ask who runs the network.</source>
        <translation>服务器的证书不受信任，因此没有发送任何内容。中间可能有公司代理，请询问网络管理员。</translation>
    </message>
    <message>
        <source>The proxy that is set is of a kind that cannot be used here, such as SOCKS. Give an http:// or https:// proxy in Settings, or choose None.</source>
        <translation>当前设置的代理类型（例如 SOCKS）无法在此使用。请在“设置”中填写 http:// 或 https:// 代理，或选择“无”。</translation>
    </message>
    <message>
        <source>Something between here and CJ answered instead, such as a Wi-Fi log-in page. Open a web page, log in there, and try again.</source>
        <translation>答复的不是 CJ，而是中间的其他设备，例如 Wi-Fi 登录页面。请打开任一网页登录后重试。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock seems wrong, so CJ&apos;s certificate looks invalid. Set the date and time, and try again.</source>
        <translation>这台电脑的时钟似乎不准，因此 CJ 的证书显得无效。请校正日期和时间后重试。</translation>
    </message>
    <message>
        <source>The disk is full, so this could not be saved. Free some space.</source>
        <translation>磁盘已满，无法保存。请腾出空间。</translation>
    </message>
    <message>
        <source>The data folder is read-only, so this could not be saved.</source>
        <translation>数据文件夹为只读，无法保存。</translation>
    </message>
    <message>
        <source>The system does not let Dispute Desk into the data folder. Check its permissions.</source>
        <translation>系统不允许 Dispute Desk 访问数据文件夹。请检查其权限。</translation>
    </message>
    <message>
        <source>The path of the data folder is too long. Move the folder to where it is shorter.</source>
        <translation>数据文件夹的路径太长。请将该文件夹移到路径更短的位置。</translation>
    </message>
    <message>
        <source>Another program holds the data file. Close it and try again.</source>
        <translation>另一个程序占用了数据文件。请关闭它后重试。</translation>
    </message>
    <message>
        <source>The data file is damaged. Restart the program: it saves what can be read.</source>
        <translation>数据文件已损坏。请重新启动程序，它会保存能读出的内容。</translation>
    </message>
    <message>
        <source>The data was written by a newer version of Dispute Desk. Install that version; nothing was changed.</source>
        <translation>数据由更新版本的 Dispute Desk 写入。请安装该版本；未作任何改动。</translation>
    </message>
    <message>
        <source>CJ did not accept this selection. Look the order up again to reload its items.</source>
        <translation>CJ 不接受此选择。请重新查询订单以刷新商品。</translation>
    </message>
    <message>
        <source>CJ would not list this order&apos;s disputes.</source>
        <translation>CJ 未能列出此订单的纠纷。</translation>
    </message>
    <message>
        <source>CJ would not list the disputes.</source>
        <translation>CJ 未能列出纠纷。</translation>
    </message>
    <message>
        <source>CJ would not show this dispute.</source>
        <translation>CJ 未能显示此纠纷。</translation>
    </message>
    <message>
        <source>This could not be saved.</source>
        <translation>未能保存。</translation>
    </message>
    <message>
        <source>CJ did not end the tokens. Try again.</source>
        <translation>CJ 未作废令牌。请重试。</translation>
    </message>
    <message>
        <source>There is no order number in this text. Paste one, or a whole mail.</source>
        <translation>这段文字中没有订单号。请粘贴订单号或整封邮件。</translation>
    </message>
    <message>
        <source>CJ asks for a pause: too many requests. Try again in a moment.</source>
        <translation>CJ 要求暂停：请求过多。请稍后再试。</translation>
    </message>
    <message>
        <source>Something between here and CJ answered with a web page instead, such as a Wi-Fi log-in, a firewall or a block on this VPN. Open CJ&apos;s site in a browser to see it, then try again.</source>
        <translation>答复的不是 CJ，而是中间的其他设备返回了一个网页，例如 Wi-Fi 登录页、防火墙或对当前 VPN 的拦截。请在浏览器中打开 CJ 网站查看，然后重试。</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring is locked or does not answer, so CJ cannot be asked. Unlock the keyring and try again, or sign in anew.</source>
        <translation>这台电脑的密钥环已锁定或没有响应，因此无法向 CJ 查询。请解锁密钥环后重试，或重新登录。</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring did not delete the token, so it is still in it.</source>
        <translation>这台电脑的密钥环没有删除令牌，令牌仍保存在其中。</translation>
    </message>
    <message>
        <source>CJ would not list the orders.</source>
        <translation>CJ 未能列出订单。</translation>
    </message>
    <message>
        <source>CJ does not accept this API key. Copy it anew from the API page of My CJ.</source>
        <translation>CJ 不接受此 API 密钥。请从 My CJ 的 API 页面重新复制。</translation>
    </message>
    <message>
        <source>CJ has switched off API access for this account, as it does after 30 days without an order. Switch it on again in My CJ; nothing here is lost.</source>
        <translation>CJ 已关闭此账号的 API 访问：连续 30 天没有订单时会这样。请在 My CJ 中重新开启；这里的内容不会丢失。</translation>
    </message>
    <message>
        <source>CJ lists no such order in this account. Check the number, or use CJ&apos;s own order number (it begins with SD or DP). If it is right, try again later.</source>
        <translation>CJ 在此账号中没有列出这个订单。请核对编号，或使用 CJ 自己的订单号（以 SD 或 DP 开头）。如果编号无误，请稍后再试。</translation>
    </message>
    <message>
        <source>CJ&apos;s answer could not be read. Try again; if it stays, tell CJ in the chat of My CJ.</source>
        <translation>无法读懂 CJ 的答复。请重试；如果问题持续，请在 My CJ 的在线客服中告知 CJ。</translation>
    </message>
    <message>
        <source>The file could not be read.</source>
        <translation>无法读取该文件。</translation>
    </message>
    <message>
        <source>This is no backup of Dispute Desk&apos;s.</source>
        <translation>这不是 Dispute Desk 的备份。</translation>
    </message>
    <message>
        <source>This backup is damaged or not complete. Take another copy of it.</source>
        <translation>此备份已损坏或不完整。请改用另一份副本。</translation>
    </message>
    <message>
        <source>A newer version of Dispute Desk made this backup. Install that version to restore it.</source>
        <translation>此备份由更新版本的 Dispute Desk 创建。请安装该版本后再恢复。</translation>
    </message>
    <message>
        <source>Nothing on this computer was changed.</source>
        <translation>本机上的内容没有任何改动。</translation>
    </message>
    <message>
        <source>{dispute} is the number of a dispute, and CJ tells of no such dispute in this account. Check the number and which account is open.</source>
        <translation>{dispute} 是纠纷编号，但 CJ 在此账号中没有该纠纷。请核对编号以及当前打开的账号。</translation>
    </message>
</context>
<context>
    <name>OrderAnswer</name>
    <message>
        <source>File dispute…</source>
        <translation>发起纠纷…</translation>
    </message>
    <message>
        <source>Orders to practise with:</source>
        <translation>供练习的订单：</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Looking up…</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>Order items</source>
        <translation>订单商品</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Order {order} · {number}</source>
        <translation>订单 {order} · {number}</translation>
    </message>
    <message>
        <source>Order {order}</source>
        <translation>订单 {order}</translation>
    </message>
    <message>
        <source>Show disputes of this order</source>
        <translation>显示此订单的纠纷</translation>
    </message>
    <message>
        <source>Prepare for My CJ</source>
        <translation>为 My CJ 准备</translation>
    </message>
    <message>
        <source>File here all the same</source>
        <translation>仍在这里提交</translation>
    </message>
    <message>
        <source>Other cases…</source>
        <translation>其他情形…</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>OrderItems</name>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>Unit price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Can be disputed</source>
        <translation>可发起纠纷</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>OrderPane</name>
    <message>
        <source>Order number</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Paste CJ&apos;s order number, your own, or a whole mail with one in it</source>
        <translation>粘贴 CJ 订单号、您的店铺单号，或含订单号的整封邮件</translation>
    </message>
    <message>
        <source>This item can be disputed. Goods: {goods}.</source>
        <translation>此商品可发起纠纷。货值：{goods}。</translation>
    </message>
    <message>
        <source>All {count} items can be disputed. Goods: {goods}.</source>
        <translation>全部 {count} 件商品均可发起纠纷。货值：{goods}。</translation>
    </message>
    <message>
        <source>{count} of {all} items can be disputed. Goods: {goods}.</source>
        <translation>{all} 件商品中有 {count} 件可发起纠纷。货值：{goods}。</translation>
    </message>
    <message>
        <source>No item of this order can be disputed now, and CJ gives no reason. No dispute about it is known here, so the time to claim is most likely over. To be sure, look in My CJ.</source>
        <translation>此订单目前没有可发起纠纷的商品，CJ 也没有说明原因。此处没有已知的相关纠纷，因此很可能已过申请期限。如需确认，请到 My CJ 查看。</translation>
    </message>
    <message>
        <source>This order is not paid yet, so there is nothing to claim.</source>
        <translation>此订单尚未付款，没有可索赔的内容。</translation>
    </message>
    <message>
        <source>This order was cancelled, so it cannot be disputed.</source>
        <translation>此订单已取消，不能发起纠纷。</translation>
    </message>
    <message>
        <source>CJ has closed this order, so it cannot be disputed any more. If it was closed without being shipped, look for the refund in your wallet in My CJ.</source>
        <translation>CJ 已关闭此订单，因此不能再发起纠纷。如果订单未发货就被关闭，请到 My CJ 的钱包中查看退款。</translation>
    </message>
    <message>
        <source>CJ knows this order but will not open it for disputes here.</source>
        <translation>CJ 有此订单，但不允许在此发起纠纷。</translation>
    </message>
    <message>
        <source>Can be disputed</source>
        <translation>可发起纠纷</translation>
    </message>
    <message>
        <source>As of {time}. It may have changed since, so it can be filed only once CJ can be reached again.</source>
        <translation>截至 {time}。此后可能已有变化，因此要等能重新连接 CJ 后才能提交。</translation>
    </message>
    <message>
        <source>CJ knows no order “{pasted}”. What is shown was found by “{part}” in it: make sure that it is the order you mean.</source>
        <translation>CJ 没有订单“{pasted}”。下面的结果是按其中的“{part}”找到的，请确认这就是您要的订单。</translation>
    </message>
    <message>
        <source>{count} orders have the number {number}. Which one is it?</source>
        <translation>有 {count} 个订单的订单号都是 {number}。是哪一个？</translation>
    </message>
    <message>
        <source>CJ listed only some of your orders, so more of them may have the number {number} than are shown here. Which one is it?</source>
        <translation>CJ 只列出了您的部分订单，因此除下面所列之外，可能还有其他订单的订单号也是 {number}。是哪一个？</translation>
    </message>
    <message>
        <source>No shop named</source>
        <translation>未注明店铺</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>无日期</translation>
    </message>
    <message>
        <source>no amount</source>
        <translation>无金额</translation>
    </message>
    <message>
        <source>CJ names no product</source>
        <translation>CJ 未注明商品</translation>
    </message>
    <message>
        <source>CJ would take a dispute about this order, but describes its items so that they cannot be named in a request. Their state says why. Open it in My CJ.</source>
        <translation>CJ 允许对此订单发起纠纷，但其提供的商品信息无法写入请求，原因见“状态”一栏。请在 My CJ 中打开该订单。</translation>
    </message>
    <message>
        <source>This order was deleted at CJ, so there is nothing to claim.</source>
        <translation>此订单已在 CJ 删除，没有可索赔的内容。</translation>
    </message>
    <message>
        <source>CJ&apos;s answer names no items of this order. That is no refusal: look it up again later, or open it in My CJ.</source>
        <translation>CJ 的答复没有列出此订单的商品。这并非拒绝：请稍后再查询，或在 My CJ 中打开。</translation>
    </message>
    <message>
        <source>In a dispute already, or too late</source>
        <translation>已有纠纷，或已过期限</translation>
    </message>
    <message>
        <source>CJ takes disputes for this order in My CJ only, as far as we know.</source>
        <translation>据我们所知，CJ 只在 My CJ 中受理该订单的纠纷。</translation>
    </message>
    <message>
        <source>Look up {number}: Enter</source>
        <translation>查询 {number}：按 Enter</translation>
    </message>
    <message>
        <source>one item, all can be disputed</source>
        <translation>一件商品，全部可发起纠纷</translation>
    </message>
    <message>
        <source>many items</source>
        <translation>多件商品</translation>
    </message>
    <message>
        <source>too late for a dispute</source>
        <translation>已过发起纠纷的期限</translation>
    </message>
    <message>
        <source>not made through the API: refused when it is sent</source>
        <translation>不是通过 API 创建的：提交时会被拒绝</translation>
    </message>
    <message>
        <source>CJ switches off API access for a minute</source>
        <translation>CJ 会停用 API 访问一分钟</translation>
    </message>
    <message>
        <source>As of {time}.</source>
        <translation>截至 {time}。</translation>
    </message>
    <message>
        <source>Asking CJ where it is…</source>
        <translation>正在向 CJ 查询包裹在哪里…</translation>
    </message>
    <message>
        <source>CJ could not be asked where it is now.</source>
        <translation>目前无法向 CJ 查询包裹在哪里。</translation>
    </message>
    <message>
        <source>As of {time}. It may have changed since, so it can be filed only once API access is on again.</source>
        <translation>截至 {time}。此后可能已有变化，因此要等 API 访问重新启用后才能提交。</translation>
    </message>
    <message>
        <source>{dispute} is a dispute: it is shown below.</source>
        <translation>{dispute} 是一个纠纷，已显示在下方。</translation>
    </message>
    <message>
        <source>Order not paid</source>
        <translation>订单未付款</translation>
    </message>
    <message>
        <source>Order cancelled</source>
        <translation>订单已取消</translation>
    </message>
    <message>
        <source>Order closed by CJ</source>
        <translation>订单已被 CJ 关闭</translation>
    </message>
    <message>
        <source>Order deleted</source>
        <translation>订单已删除</translation>
    </message>
    <message>
        <source>The rest: {disputes}.</source>
        <translation>其余商品涉及纠纷：{disputes}。</translation>
    </message>
    <message>
        <source>{disputes} and {count} more</source>
        <translation>{disputes} 及另外 {count} 个</translation>
    </message>
    <message>
        <source>Nothing in this order can be disputed now: CJ has not decided {disputes} about it.</source>
        <translation>此订单目前没有可发起纠纷的商品：CJ 尚未裁定相关纠纷 {disputes}。</translation>
    </message>
    <message>
        <source>Nothing in this order can be disputed now: CJ has decided {disputes} about it.</source>
        <translation>此订单目前没有可发起纠纷的商品：CJ 已裁定相关纠纷 {disputes}。</translation>
    </message>
    <message>
        <source>Nothing in this order can be disputed now: CJ says that it is in dispute {disputes}.</source>
        <translation>此订单目前没有可发起纠纷的商品：CJ 称其已有纠纷 {disputes}。</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>Order numbers left of what was pasted: {count}</source>
        <translation>粘贴内容中剩余的订单号：{count} 个</translation>
    </message>
</context>
<context>
    <name>OtherDisputesPage</name>
    <message>
        <source>Disputes that CJ has</source>
        <translation>CJ 已有的纠纷</translation>
    </message>
    <message>
        <source>That is it</source>
        <translation>就是它</translation>
    </message>
    <message>
        <source>File another</source>
        <translation>另行提交</translation>
    </message>
    <message>
        <source>If yours is another one: it is sent to CJ, in addition to what CJ has already.</source>
        <translation>如果您要提交的是另一个：将发送给 CJ，与 CJ 已有的纠纷并存。</translation>
    </message>
    <message>
        <source>CJ has a dispute already that may be about these items</source>
        <translation>CJ 已有可能关于这些商品的纠纷</translation>
    </message>
    <message>
        <source>Nothing was sent. What CJ has may come from this program, from My CJ, from another computer, from a copy of the data folder, or from a request sent before. Is it the one you are filing?</source>
        <translation>未发送任何内容。CJ 已有的纠纷可能来自本程序、My CJ、另一台电脑、数据文件夹的副本，或先前发送的请求。它就是您要提交的这个吗？</translation>
    </message>
    <message>
        <source>Nothing was sent. Is it the one you are filing?</source>
        <translation>未发送任何内容。它就是您要提交的这个吗？</translation>
    </message>
    <message>
        <source>CJ says that this order has a dispute already</source>
        <translation>CJ 表示此订单已有纠纷</translation>
    </message>
    <message>
        <source>Nothing was sent. CJ does not list the dispute, so it cannot be shown here, and it may be the one that you sent before. Look in My CJ before you file another.</source>
        <translation>未发送任何内容。CJ 没有列出该纠纷，因此无法在此显示；它也可能就是您先前发送的那一个。另行提交之前，请在 My CJ 中查看。</translation>
    </message>
    <message>
        <source>The dispute selected was filed from this program, with another draft. If it is the one you are filing, close this window and discard the draft.</source>
        <translation>所选纠纷已由本程序凭另一份草稿提交。如果它就是您要提交的这个，请关闭此窗口并丢弃草稿。</translation>
    </message>
    <message>
        <source>If the dispute selected is the one you are filing: your draft takes its number and is done. Nothing is sent.</source>
        <translation>如果所选纠纷就是您要提交的这个：草稿将采用其编号并完结，不发送任何内容。</translation>
    </message>
    <message>
        <source>Show the other one</source>
        <translation>查看另一个</translation>
    </message>
    <message>
        <source>These items were opened in My CJ already</source>
        <translation>这些商品已在 My CJ 中发起过纠纷</translation>
    </message>
</context>
<context>
    <name>OutcomeChoice</name>
    <message>
        <source>CJ offers only a reissue for these items.</source>
        <translation>CJ 只为这些商品提供补发。</translation>
    </message>
    <message>
        <source>CJ offers only a refund for these items.</source>
        <translation>CJ 只为这些商品提供退款。</translation>
    </message>
    <message>
        <source>CJ offers neither for these items.</source>
        <translation>CJ 对这些商品两者都不提供。</translation>
    </message>
</context>
<context>
    <name>OutcomePage</name>
    <message>
        <source>Copy number</source>
        <translation>复制纠纷编号</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>再次查询</translation>
    </message>
    <message>
        <source>Disputes that it may be</source>
        <translation>可能对应的纠纷</translation>
    </message>
    <message>
        <source>It is this one</source>
        <translation>就是这个</translation>
    </message>
    <message>
        <source>Keep waiting</source>
        <translation>继续等待</translation>
    </message>
    <message>
        <source>Back to draft</source>
        <translation>退回草稿</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>您可以做什么</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>Send again with the same reference</source>
        <translation>用同一业务编号重新发送</translation>
    </message>
    <message>
        <source>CJ has not decided yet: wait for its decision before you refund the buyer.</source>
        <translation>CJ 尚未裁定：退款给买家之前，请先等待裁定结果。</translation>
    </message>
    <message>
        <source>Send again now</source>
        <translation>现在重新发送</translation>
    </message>
    <message>
        <source>Own reference</source>
        <translation>自己的业务编号</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Filed: {number}</source>
        <translation>已提交：{number}</translation>
    </message>
    <message>
        <source>Opened in My CJ</source>
        <translation>已在 My CJ 中提交</translation>
    </message>
    <message>
        <source>Filed, but not written down yet</source>
        <translation>已提交，但尚未写入磁盘</translation>
    </message>
    <message>
        <source>Filed, but CJ does not list it</source>
        <translation>已提交，但 CJ 未列出</translation>
    </message>
    <message>
        <source>Not confirmed yet, and not written down</source>
        <translation>尚未确认，也未写入磁盘</translation>
    </message>
    <message>
        <source>You opened it in My CJ, and CJ lists it under this number. It is among your disputes now.</source>
        <translation>您已在 My CJ 中提交，CJ 以此编号列出了它，现已列入您的纠纷。</translation>
    </message>
    <message>
        <source>CJ had this dispute already, and you said that it is the one. Nothing was sent. It is among your disputes now.</source>
        <translation>CJ 先前已有此纠纷，您确认就是它。未发送任何内容，现已列入您的纠纷。</translation>
    </message>
    <message>
        <source>CJ has the dispute under this number. It is among your disputes now.</source>
        <translation>CJ 已以此编号受理纠纷，现已列入您的纠纷。</translation>
    </message>
    <message>
        <source>CJ&apos;s lists have not been read since.</source>
        <translation>此后尚未查阅 CJ 的列表。</translation>
    </message>
    <message>
        <source>CJ&apos;s lists do not show the dispute, and its items can still be disputed. CJ does not promise to know the reference: if it has the dispute after all, there may be two.</source>
        <translation>CJ 的列表中没有此纠纷，其商品仍可发起纠纷。CJ 并未承诺能认出业务编号：如果 CJ 其实已有此纠纷，可能会出现两个纠纷。</translation>
    </message>
    <message>
        <source>Sending again is not offered while CJ lists a dispute that may be this one.</source>
        <translation>只要 CJ 列出可能就是它的纠纷，就不能重新发送。</translation>
    </message>
    <message>
        <source>Sending again is not offered: CJ does not say that the items can still be disputed, so it may hold them for this dispute.</source>
        <translation>不能重新发送：CJ 未表示这些商品仍可发起纠纷，因此可能已为此纠纷占用它们。</translation>
    </message>
    <message>
        <source>Send a second request to CJ? Nothing is lost by waiting. Press the button once more to send.</source>
        <translation>向 CJ 发送第二次请求吗？等待不会有任何损失。如要发送，请再按一次按钮。</translation>
    </message>
    <message>
        <source>It becomes a draft again with every field as it was. Before it is filed anew, CJ&apos;s lists are read once more; if CJ has it and lists it only later, there may be two.</source>
        <translation>它将重新成为草稿，所有内容保持原样。再次提交之前会重新查阅 CJ 的列表；如果 CJ 其实已有它而稍后才列出，可能会出现两个纠纷。</translation>
    </message>
    <message>
        <source>The program goes on looking by itself while it runs, also when this window is closed. It sends nothing by itself.</source>
        <translation>程序运行期间会自行继续查询，关闭此窗口后也是如此。程序不会自行发送任何内容。</translation>
    </message>
    <message>
        <source>about {time} (CJ names no time zone)</source>
        <translation>约 {time}（CJ 未注明时区）</translation>
    </message>
    <message>
        <source>time not told</source>
        <translation>时间未注明</translation>
    </message>
    <message>
        <source>It is being sent from another window of this program. Check again to see what came of it.</source>
        <translation>本程序的另一个窗口正在发送它。请再次查询以了解结果。</translation>
    </message>
    <message>
        <source>CJ answered yes to the request of {time}, but its lists have not shown the dispute since. CJ&apos;s support may find it by the request id, which is under Details.</source>
        <translation>CJ 对 {time} 的请求答复为成功，但其列表此后一直没有此纠纷。CJ 客服或许可以凭请求 ID 找到它，请求 ID 见“详细信息”。</translation>
    </message>
    <message>
        <source>CJ answered yes to the request of {time}. The dispute&apos;s number comes with CJ&apos;s list.</source>
        <translation>CJ 对 {time} 的请求答复为成功。CJ 列出该纠纷后即可得知编号。</translation>
    </message>
    <message>
        <source>CJ answered the request of {time} with a no (“{text}”) that does not tell whether it has the dispute. Nothing is sent again by itself.</source>
        <translation>CJ 拒绝了 {time} 的请求（“{text}”），但由此无法得知 CJ 是否已有此纠纷。程序不会自行重新发送。</translation>
    </message>
    <message>
        <source>Whether the dispute was sent could not be found out. Nothing is sent again by itself.</source>
        <translation>无法查明纠纷是否已发送。程序不会自行重新发送。</translation>
    </message>
    <message>
        <source>The dispute was sent at {time}, but no clear answer came: CJ may have it or not. Nothing is sent again by itself.</source>
        <translation>纠纷已于 {time} 发送，但未收到明确答复：CJ 可能有它，也可能没有。程序不会自行重新发送。</translation>
    </message>
    <message>
        <source>This could not be written to the disk yet and is kept in memory: do not quit the program. Free some space on the disk, or close what holds the data file; then check again, which writes it down.</source>
        <translation>此结果尚未能写入磁盘，暂存于内存：请勿退出程序。请腾出磁盘空间，或关闭占用数据文件的程序；然后再次查询，届时会写入。</translation>
    </message>
    <message>
        <source>The check at {time} failed.</source>
        <translation>{time} 的查询失败。</translation>
    </message>
    <message>
        <source>Checks at CJ so far: {count}, the last one at {time}.</source>
        <translation>至今已查询 CJ {count} 次，最近一次在 {time}。</translation>
    </message>
    <message>
        <source>Sending again may be possible after one more check.</source>
        <translation>再查询一次后可能可以重新发送。</translation>
    </message>
    <message>
        <source>Sending again is possible at the earliest at {time}, after three checks of CJ&apos;s lists that find nothing.</source>
        <translation>最早可在 {time} 重新发送，前提是三次查询 CJ 的列表均未找到。</translation>
    </message>
    <message>
        <source>Sending again is possible after a check that succeeds.</source>
        <translation>查询成功后可以重新发送。</translation>
    </message>
    <message>
        <source>After five checks, you can have it back as a draft, or say which dispute of the order it is.</source>
        <translation>查询满五次后，您可以将它退回草稿，或指明它是订单的哪个纠纷。</translation>
    </message>
    <message>
        <source>If it stays like this, you can have it back as a draft, or say which dispute of the order it is: at the earliest at {time}, after five checks.</source>
        <translation>如果一直如此，您可以将它退回草稿，或指明它是订单的哪个纠纷：最早在 {time}，且查询满五次之后。</translation>
    </message>
    <message>
        <source>Neither the order&apos;s disputes nor CJ&apos;s newest ones nor the order itself show it.</source>
        <translation>订单的纠纷、CJ 最新的纠纷以及订单本身都没有它。</translation>
    </message>
    <message>
        <source>There is a dispute that may be this one.</source>
        <translation>其中有一个纠纷可能就是它。</translation>
    </message>
    <message>
        <source>It was not found, but CJ has not said for certain that it has nothing.</source>
        <translation>未找到它，但 CJ 也没有明确表示没有。</translation>
    </message>
    <message>
        <source>Filed. CJ&apos;s number is not listed yet</source>
        <translation>已提交，CJ 的编号尚未列出</translation>
    </message>
    <message>
        <source>Not confirmed yet</source>
        <translation>尚未确认</translation>
    </message>
    <message>
        <source>If the dispute selected is yours: this filing takes its number. Nothing is sent.</source>
        <translation>如果所选纠纷是您的：此次提交将采用其编号，不发送任何内容。</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>申请金额</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送时间</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>filed from this program</source>
        <translation>由本程序提交</translation>
    </message>
    <message>
        <source>If you did not open it: it becomes a draft again with every field as it was.</source>
        <translation>如果您没有提交：它会恢复为草稿，所有内容保持原样。</translation>
    </message>
    <message>
        <source>As soon as CJ lists a dispute about these items, this filing takes its number. If there are several, you choose.</source>
        <translation>一旦 CJ 列出关于这些商品的纠纷，此次提交就会采用其编号。如果有多个，由您选择。</translation>
    </message>
    <message>
        <source>You opened it in My CJ ({time}). Nothing was sent from here, and nothing will be.</source>
        <translation>您已在 My CJ 中提交（{time}）。这里没有发送任何内容，以后也不会发送。</translation>
    </message>
    <message>
        <source>Did you open it? CJ has not listed it for {days} days.</source>
        <translation>您提交了吗？{days} 天以来 CJ 都没有列出它。</translation>
    </message>
    <message>
        <source>Save case file…</source>
        <translation>保存纠纷档案…</translation>
    </message>
    <message>
        <source>File another for this order</source>
        <translation>为此订单再提交一个</translation>
    </message>
    <message>
        <source>Cancel this dispute…</source>
        <translation>取消此纠纷…</translation>
    </message>
    <message>
        <source>CJ takes disputes for order {order} in My CJ only, as it answered. See in My CJ whether the dispute is there. If it is not: a copy with every field as it was is made ready to be opened there. This one is still looked for.</source>
        <translation>CJ 答复称，订单 {order} 的纠纷只能在 My CJ 中发起。请到 My CJ 查看是否已有该纠纷。如果没有：可准备一份各项内容都不变的副本，供您在那里发起。此份仍会继续查找。</translation>
    </message>
    <message>
        <source>Prepare for My CJ</source>
        <translation>为 My CJ 准备</translation>
    </message>
    <message>
        <source>Open My CJ</source>
        <translation>打开 My CJ</translation>
    </message>
</context>
<context>
    <name>PasteRefundsDialog</name>
    <message>
        <source>Save refunds</source>
        <translation>保存退款</translation>
    </message>
    <message>
        <source>Refunds to buyers</source>
        <translation>退给买家的款项</translation>
    </message>
    <message>
        <source>Lines to paste</source>
        <translation>要粘贴的内容</translation>
    </message>
    <message>
        <source>Such as 1001;12.50;2026-11-20;EUR 11.50</source>
        <translation>例如 1001;12.50;2026-11-20;EUR 11.50</translation>
    </message>
    <message>
        <source>Lines that are not taken</source>
        <translation>未采用的行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>One line for each order: its number, the amount in USD and, if you like, the day and what was paid in another currency, with tabs, semicolons or commas between them.</source>
        <translation>每行一个订单：订单号、美元金额，可再写日期和以其他币种支付的金额，以制表符、分号或逗号分隔。</translation>
    </message>
    <message>
        <source>Taken: {count} of {all} lines.</source>
        <translation>共 {all} 行，采用 {count} 行。</translation>
    </message>
    <message>
        <source>Refunds that are replaced by them: {count}.</source>
        <translation>其中替换已有退款：{count} 项。</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>……另有 {count} 行</translation>
    </message>
</context>
<context>
    <name>PeriodChart</name>
    <message>
        <source>Chart of recovered, open and rejected by month</source>
        <translation>按月显示已追回、处理中和已拒绝的图表</translation>
    </message>
    <message>
        <source>Left and right arrow keys go from month to month.</source>
        <translation>用左右方向键切换月份。</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>Chart of net losses by month</source>
        <translation>按月显示净损失的图表</translation>
    </message>
</context>
<context>
    <name>Placeholder</name>
    <message>
        <source>The account could not be opened</source>
        <translation>无法打开该账号</translation>
    </message>
    <message>
        <source>Nothing of it is lost by that. Below stands what is in the way.</source>
        <translation>账号中的数据没有丢失。原因见下方提示。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>PreparedNotice</name>
    <message>
        <source>Show the other one</source>
        <translation>查看另一个</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ReasonBox</name>
    <message>
        <source>Choose a reason</source>
        <translation>选择原因</translation>
    </message>
    <message>
        <source>CJ names no reason</source>
        <translation>CJ 未列出原因</translation>
    </message>
</context>
<context>
    <name>ReasonPage</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>You ask for</source>
        <translation>您的诉求</translation>
    </message>
    <message>
        <source>Refund to</source>
        <translation>退款至</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Message to CJ</source>
        <translation>给 CJ 的留言</translation>
    </message>
    <message>
        <source>Evidence link</source>
        <translation>证据链接</translation>
    </message>
</context>
<context>
    <name>RecentOrders</name>
    <message>
        <source>Recent orders: {count}</source>
        <translation>最近的订单：{count}</translation>
    </message>
    <message>
        <source>Recent orders</source>
        <translation>最近的订单</translation>
    </message>
    <message>
        <source>Order numbers in what was pasted: {count}</source>
        <translation>粘贴内容中的订单号：{count} 个</translation>
    </message>
    <message>
        <source>Order numbers left of what was pasted: {count}</source>
        <translation>粘贴内容中剩余的订单号：{count} 个</translation>
    </message>
    <message>
        <source>{heading}, of which {count} are shown</source>
        <translation>{heading}，其中显示 {count} 个</translation>
    </message>
    <message>
        <source>Skip these numbers</source>
        <translation>跳过这些订单号</translation>
    </message>
    <message>
        <source>{heading}; the text is so long that its end is not read</source>
        <translation>{heading}；文本太长，末尾未读取</translation>
    </message>
</context>
<context>
    <name>RefundTable</name>
    <message>
        <source>Asked (up to)</source>
        <translation>申请金额（最多）</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>实得金额</translation>
    </message>
</context>
<context>
    <name>RefundWords</name>
    <message>
        <source>In full</source>
        <translation>全额</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Closed without a decision. Its status: {status}</source>
        <translation>未裁定即关闭。状态：{status}</translation>
    </message>
    <message>
        <source>CJ has not decided. Its status: {status}</source>
        <translation>CJ 尚未裁定。状态：{status}</translation>
    </message>
    <message>
        <source>CJ rejected the dispute. Nothing was refunded.</source>
        <translation>CJ 拒绝了此纠纷，未退款。</translation>
    </message>
    <message>
        <source>CJ refunded {received} of up to {asked}.</source>
        <translation>CJ 已退款 {received}，申请金额最多 {asked}。</translation>
    </message>
    <message>
        <source>CJ refunded {received}.</source>
        <translation>CJ 已退款 {received}。</translation>
    </message>
    <message>
        <source>CJ sends the goods again with order {order}.</source>
        <translation>CJ 补发货物，订单 {order}。</translation>
    </message>
    <message>
        <source>CJ sends the goods again.</source>
        <translation>CJ 补发货物。</translation>
    </message>
    <message>
        <source>{what}: asked up to {amount}, received nothing</source>
        <translation>{what}：申请最多 {amount}，未获退款</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Shipping</source>
        <translation>运费</translation>
    </message>
    <message>
        <source>IOSS tax</source>
        <translation>IOSS 税费</translation>
    </message>
    <message>
        <source>IOSS handling fee</source>
        <translation>IOSS 手续费</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>The products were not refunded</source>
        <translation>商品未退款</translation>
    </message>
    <message>
        <source>Shipping was not refunded</source>
        <translation>运费未退款</translation>
    </message>
    <message>
        <source>IOSS tax was not refunded</source>
        <translation>IOSS 税费未退款</translation>
    </message>
    <message>
        <source>The IOSS handling fee was not refunded</source>
        <translation>IOSS 手续费未退款</translation>
    </message>
    <message>
        <source>Not refunded</source>
        <translation>未退款</translation>
    </message>
    <message>
        <source>{amount} less than asked</source>
        <translation>比申请金额少 {amount}</translation>
    </message>
    <message>
        <source>CJ refunds, and has not told the amount yet.</source>
        <translation>CJ 已同意退款，尚未告知金额。</translation>
    </message>
    <message>
        <source>CJ has not told it yet</source>
        <translation>CJ 尚未告知</translation>
    </message>
    <message>
        <source>CJ waits for your answer, and pays only once you have agreed in My CJ. Its status: {status}</source>
        <translation>CJ 正在等您答复，您在 My CJ 中同意后才会付款。CJ 的状态：{status}</translation>
    </message>
    <message>
        <source>CJ proposes {amount}</source>
        <translation>CJ 提议退 {amount}</translation>
    </message>
    <message>
        <source>CJ has not decided.</source>
        <translation>CJ 尚未裁定。</translation>
    </message>
    <message>
        <source>Its status is “{status}”, and CJ does not say whose answer that waits for: see in My CJ whether an offer waits for yours.</source>
        <translation>状态为“{status}”，CJ 没有说明在等谁答复：请到 My CJ 查看是否有方案在等您答复。</translation>
    </message>
    <message>
        <source>CJ names a refund of {amount}.</source>
        <translation>CJ 给出的退款为 {amount}。</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>CJ did not accept the request to end the tokens. Use My CJ instead.</source>
        <translation>CJ 不接受作废令牌的请求。请改用 My CJ。</translation>
    </message>
    <message>
        <source>CJ knows no such order by this number. Use CJ&apos;s own (it begins with SD or DP), or your shop&apos;s number as CJ shows it.</source>
        <translation>CJ 找不到此编号的订单。请使用 CJ 的订单号（以 SD 或 DP 开头），或 CJ 所显示的店铺单号。</translation>
    </message>
    <message>
        <source>CJ did not accept the item list. Reload the items by looking the order up again.</source>
        <translation>CJ 不接受此商品列表。请重新查询订单以刷新商品。</translation>
    </message>
    <message>
        <source>It did not accept one of the fields. Check items, amounts and message; if they look right, look the order up again.</source>
        <translation>CJ 不接受其中某一项。请检查商品、金额和留言；如果看起来都正确，请重新查询订单。</translation>
    </message>
    <message>
        <source>CJ would not list this order&apos;s disputes, so it is still open whether yours arrived. Check again, or look in My CJ.</source>
        <translation>CJ 未能列出此订单的纠纷，因此尚不清楚您的纠纷是否已送达。请再次查询，或在 My CJ 中查看。</translation>
    </message>
    <message>
        <source>CJ did not accept the request for the list. Try again; see Details.</source>
        <translation>CJ 不接受查询列表的请求。请重试；参见“详细信息”。</translation>
    </message>
    <message>
        <source>CJ does not take this dispute number. Refresh the list.</source>
        <translation>CJ 不接受此纠纷编号。请刷新列表。</translation>
    </message>
    <message>
        <source>CJ did not accept the order number for this dispute, so it was not cancelled. Check which order it belongs to.</source>
        <translation>CJ 不接受此纠纷的订单号，因此未取消。请核对它属于哪个订单。</translation>
    </message>
    <message>
        <source>CJ did not accept what was sent.</source>
        <translation>CJ 不接受所发送的内容。</translation>
    </message>
    <message>
        <source>CJ no longer finds this order. Look it up again before you go on.</source>
        <translation>CJ 已找不到此订单。继续之前，请重新查询订单。</translation>
    </message>
    <message>
        <source>It no longer finds this order in your account. Look the order up again, and check which account is open.</source>
        <translation>CJ 在您的账号中已找不到此订单。请重新查询订单，并确认当前打开的是哪个账号。</translation>
    </message>
    <message>
        <source>CJ finds no such order, so its disputes cannot be listed. Look in My CJ.</source>
        <translation>CJ 找不到该订单，因此无法列出其纠纷。请在 My CJ 中查看。</translation>
    </message>
    <message>
        <source>CJ finds this dispute no more. Refresh the list, or look in My CJ.</source>
        <translation>CJ 已找不到此纠纷。请刷新列表，或在 My CJ 中查看。</translation>
    </message>
    <message>
        <source>CJ found no list of disputes. Try again later.</source>
        <translation>CJ 未找到纠纷列表。请稍后再试。</translation>
    </message>
    <message>
        <source>CJ knows no such order in this account. Check the number and which account is open; CJ&apos;s own numbers begin with SD or DP.</source>
        <translation>CJ 在此账号中找不到该订单。请核对订单号以及当前打开的账号；CJ 的订单号以 SD 或 DP 开头。</translation>
    </message>
    <message>
        <source>CJ&apos;s system failed while it had the dispute, so it may have been filed. Do not file it again: it is looked for in CJ&apos;s list.</source>
        <translation>CJ 的系统在处理纠纷时出错，纠纷可能已经提交。请勿重复提交：程序会在 CJ 的列表中查找。</translation>
    </message>
    <message>
        <source>CJ&apos;s system failed while it had the cancellation, so it may have worked. See how the dispute stands before you try again.</source>
        <translation>CJ 的系统在处理取消请求时出错，取消可能已经生效。再次尝试之前，请先查看纠纷的状态。</translation>
    </message>
    <message>
        <source>CJ&apos;s system is busy. Try again in a minute or two.</source>
        <translation>CJ 的系统繁忙。请一两分钟后再试。</translation>
    </message>
    <message>
        <source>CJ took too long inside its own system. Try again.</source>
        <translation>CJ 的系统内部处理超时。请重试。</translation>
    </message>
    <message>
        <source>CJ&apos;s warehouse system does not answer now. Try again later.</source>
        <translation>CJ 的仓库系统目前没有响应。请稍后再试。</translation>
    </message>
    <message>
        <source>CJ&apos;s server is overloaded or down. Try again in a few minutes.</source>
        <translation>CJ 服务器过载或停机。请几分钟后再试。</translation>
    </message>
    <message>
        <source>This is a sandbox account or order, and CJ allows no disputes there. Use practice mode to try things out.</source>
        <translation>这是沙盒账号或沙盒订单，CJ 不允许对其发起纠纷。想试用请进入练习模式。</translation>
    </message>
    <message>
        <source>CJ could not list what can be disputed in this order. Check that it is paid and shipped, and that the number is CJ&apos;s own.</source>
        <translation>CJ 未能列出此订单中可发起纠纷的商品。请确认订单已付款并发货，且使用的是 CJ 订单号。</translation>
    </message>
    <message>
        <source>CJ could not work out what can be claimed for this selection. Look the order up again to reload its items.</source>
        <translation>CJ 未能算出此选择可索赔的内容。请重新查询订单以刷新商品。</translation>
    </message>
    <message>
        <source>Change what CJ names and file again, or open the order in My CJ.</source>
        <translation>请修改 CJ 指出的内容后重新提交，或在 My CJ 中打开订单。</translation>
    </message>
    <message>
        <source>CJ did not cancel the dispute. It may be decided already, or belong to another order: refresh the list and look at its status.</source>
        <translation>CJ 未取消该纠纷。它可能已裁定，或属于另一个订单：请刷新列表并查看其状态。</translation>
    </message>
    <message>
        <source>CJ has switched this interface off for now. Nothing was done; try again later.</source>
        <translation>CJ 目前关闭了此接口。未执行任何操作；请稍后再试。</translation>
    </message>
    <message>
        <source>CJ no longer accepts this sign-in. Sign in again; nothing typed is lost.</source>
        <translation>CJ 不再接受此次登录。请重新登录；已输入的内容不会丢失。</translation>
    </message>
    <message>
        <source>Your sign-in has ended for good (CJ renews it for about half a year). Sign in again with the API key.</source>
        <translation>您的登录已彻底失效（CJ 的续期约为半年）。请用 API 密钥重新登录。</translation>
    </message>
    <message>
        <source>CJ asks for a pause: too many requests. Another program may be using the account; try again in a moment.</source>
        <translation>CJ 要求暂停：请求过多。可能有其他程序在使用此账号；请稍后再试。</translation>
    </message>
    <message>
        <source>CJ&apos;s quota for this account is used up. Wait until it is renewed, or ask CJ for more.</source>
        <translation>此账号的 CJ 限额已用完。请等待恢复，或向 CJ 申请更多。</translation>
    </message>
    <message>
        <source>The account&apos;s API points are used up. They refill little by little and are full again at 00:00 UTC.</source>
        <translation>此账号的 API 积分已用完。积分会逐渐恢复，并在 00:00 UTC 回满。</translation>
    </message>
    <message>
        <source>CJ no longer knows this interface. Look for a newer version of Dispute Desk; until then use My CJ.</source>
        <translation>CJ 已不再提供此接口。请查找新版本的 Dispute Desk；在此之前请使用 My CJ。</translation>
    </message>
    <message>
        <source>CJ could not read this program&apos;s request. That is a fault of Dispute Desk: please send the details to whoever gave you the program.</source>
        <translation>CJ 无法读懂本程序的请求。这是 Dispute Desk 的缺陷：请把详细信息发给向您提供本程序的人。</translation>
    </message>
    <message>
        <source>CJ refuses because of this account&apos;s balance or payment. See My CJ.</source>
        <translation>CJ 因此账号的余额或付款问题而拒绝。请查看 My CJ。</translation>
    </message>
    <message>
        <source>CJ no longer lists this product. Open the order in My CJ to go on.</source>
        <translation>CJ 不再列出此商品。请在 My CJ 中打开订单继续处理。</translation>
    </message>
    <message>
        <source>CJ finds no warehouse for this order. Open the order in My CJ to go on.</source>
        <translation>CJ 找不到此订单的仓库。请在 My CJ 中打开订单继续处理。</translation>
    </message>
    <message>
        <source>CJ has no usable shipping data for this order. Look at it in My CJ.</source>
        <translation>CJ 没有此订单可用的物流数据。请在 My CJ 中查看。</translation>
    </message>
    <message>
        <source>CJ did not accept the request for your orders. Try again; see Details.</source>
        <translation>CJ 不接受查询订单的请求。请重试；参见“详细信息”。</translation>
    </message>
    <message>
        <source>CJ found no list of orders. Try again later.</source>
        <translation>CJ 未找到订单列表。请稍后重试。</translation>
    </message>
    <message>
        <source>CJ could not read what was sent to sign in. Copy the API key again, whole, from the API page of My CJ.</source>
        <translation>CJ 无法读取登录信息。请从 My CJ 的 API 页面重新完整复制 API 密钥。</translation>
    </message>
    <message>
        <source>CJ finds no such dispute for this order, so nothing was cancelled. It may belong to another order, or be decided already.</source>
        <translation>CJ 在此订单中找不到该纠纷，因此未取消任何内容。它可能属于另一个订单，或已裁定。</translation>
    </message>
    <message>
        <source>CJ does not let this account use its API. See on the API page of My CJ whether it is switched on.</source>
        <translation>CJ 不允许此账号使用 API。请在 My CJ 的 API 页面查看是否已开启。</translation>
    </message>
    <message>
        <source>CJ does not accept this API key: it is wrong or was replaced by a newer one. Copy it anew from the API page of My CJ.</source>
        <translation>CJ 不接受此 API 密钥：密钥有误或已被新密钥取代。请从 My CJ 的 API 页面重新复制。</translation>
    </message>
    <message>
        <source>CJ finds no account for this. Check that the key, or the e-mail address, belongs to your CJ account, and add a new key on the API page of My CJ if need be.</source>
        <translation>CJ 找不到对应的账号。请确认密钥或邮箱地址属于您的 CJ 账号；必要时在 My CJ 的 API 页面新增密钥。</translation>
    </message>
    <message>
        <source>CJ has switched off sign-ins by API for this account. Ask your CJ account manager.</source>
        <translation>CJ 已关闭此账号的 API 登录。请咨询您的 CJ 客户经理。</translation>
    </message>
    <message>
        <source>CJ lacks the information on your store. Add it on the API page of My CJ.</source>
        <translation>CJ 缺少您的店铺信息。请在 My CJ 的 API 页面补充。</translation>
    </message>
    <message>
        <source>CJ could not end the tokens. Try again, or add a new API key in My CJ.</source>
        <translation>CJ 未能作废令牌。请重试，或在 My CJ 中新增 API 密钥。</translation>
    </message>
    <message>
        <source>This order was not made through the API, and CJ takes disputes about such orders in My CJ only. Nothing that you change here helps: open it there.</source>
        <translation>此订单不是通过 API 创建的，CJ 只在 My CJ 中受理这类订单的纠纷。在这里修改任何内容都没有用，请在 My CJ 中发起。</translation>
    </message>
    <message>
        <source>CJ says that this order cannot be disputed here. Either it is not paid, or it was not made through the API: then open the dispute in My CJ.</source>
        <translation>CJ 表示此订单不能在此发起纠纷。订单可能尚未付款，也可能不是通过 API 创建的；若是后者，请在 My CJ 中发起纠纷。</translation>
    </message>
    <message>
        <source>CJ says that this order cannot be disputed, as it does of sandbox orders. Look at it in My CJ.</source>
        <translation>CJ 表示此订单不能发起纠纷，沙盒订单就是如此。请在 My CJ 中查看。</translation>
    </message>
    <message>
        <source>CJ says that this user belongs to another developer account. Only CJ can undo that: ask in the chat of My CJ.</source>
        <translation>CJ 表示此用户属于另一个开发者账号。只有 CJ 能够解除：请在 My CJ 的在线客服中咨询。</translation>
    </message>
    <message>
        <source>CJ has locked this account. Ask in the chat on CJ&apos;s site to unlock it.</source>
        <translation>CJ 已锁定此账号。请在 CJ 网站的在线客服中申请解锁。</translation>
    </message>
</context>
<context>
    <name>RemoveDialog</name>
    <message>
        <source>Keep its disputes, drafts and notes, for when you sign in again</source>
        <translation>保留其纠纷、草稿和备注，供重新登录时使用</translation>
    </message>
    <message>
        <source>Delete them from this computer for good</source>
        <translation>从这台电脑上永久删除</translation>
    </message>
    <message>
        <source>Remove account and data</source>
        <translation>移除账号和数据</translation>
    </message>
    <message>
        <source>Remove account</source>
        <translation>移除账号</translation>
    </message>
</context>
<context>
    <name>RenameDialog</name>
    <message>
        <source>Name of the account</source>
        <translation>账号名称</translation>
    </message>
</context>
<context>
    <name>ReplyBox</name>
    <message>
        <source>Copy reply</source>
        <translation>复制回复</translation>
    </message>
    <message>
        <source>To the buyer</source>
        <translation>给买家</translation>
    </message>
    <message>
        <source>To CJ&apos;s chat</source>
        <translation>给 CJ 客服</translation>
    </message>
    <message>
        <source>Whom to reply to</source>
        <translation>回复对象</translation>
    </message>
    <message>
        <source>Language of the reply</source>
        <translation>回复语言</translation>
    </message>
    <message>
        <source>Ready reply</source>
        <translation>现成回复</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>It replaces what is on this computer now, which is kept in the data folder and not deleted. Disputes that were being sent when the backup was made are looked for at CJ again. Nothing is sent. A backup holds no tokens: sign in where you are asked to.</source>
        <translation>它会取代本机上现有的内容；现有内容会保留在数据文件夹中，不会删除。备份时正在提交的纠纷会重新到 CJ 查找。不会发送任何内容。备份中没有令牌：如有提示，请登录。</translation>
    </message>
    <message>
        <source>Checking the file…</source>
        <translation>正在检查文件…</translation>
    </message>
    <message>
        <source>Practice mode</source>
        <translation>练习模式</translation>
    </message>
    <message>
        <source>Made: {time}</source>
        <translation>创建时间：{time}</translation>
    </message>
    <message>
        <source>Accounts: {names}</source>
        <translation>账号：{names}</translation>
    </message>
    <message>
        <source>Drafts and filings: {count}</source>
        <translation>草稿和已提交的纠纷：{count}</translation>
    </message>
    <message>
        <source>Attached files: {count}</source>
        <translation>已添加的文件：{count}</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>正在恢复…</translation>
    </message>
    <message>
        <source>Restored. What was here before is kept in the data folder, as {name}.</source>
        <translation>已恢复。原有内容保存在数据文件夹的 {name} 中。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Nothing on this computer was changed.</source>
        <translation>本机上的内容没有任何改动。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>What will be sent to CJ</source>
        <translation>将发送给 CJ 的内容</translation>
    </message>
    <message>
        <source>Refund to</source>
        <translation>退款至</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>You ask for</source>
        <translation>您的诉求</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>No links. CJ may ask for proof.</source>
        <translation>没有链接。CJ 可能会要求举证。</translation>
    </message>
    <message>
        <source>{count} × {product}, {price} each</source>
        <translation>{count} × {product}，单价 {price}</translation>
    </message>
</context>
<context>
    <name>SelectionSummary</name>
    <message>
        <source>Copy rows</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>Export selected…</source>
        <translation>导出所选…</translation>
    </message>
    <message>
        <source>Mark as seen</source>
        <translation>标为已看</translation>
    </message>
    <message>
        <source>Copy numbers, open My CJ</source>
        <translation>复制编号并打开 My CJ</translation>
    </message>
    <message>
        <source>My CJ has no address for a single dispute: its start page is opened.</source>
        <translation>My CJ 没有单个纠纷的网址，因此打开的是它的首页。</translation>
    </message>
    <message>
        <source>Disputes selected</source>
        <translation>所选纠纷</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Asked (up to)</source>
        <translation>申请金额（最多）</translation>
    </message>
    <message>
        <source>Refunded to buyer</source>
        <translation>退给买家</translation>
    </message>
    <message>
        <source>Net loss</source>
        <translation>净损失</translation>
    </message>
    <message>
        <source>{count} disputes selected</source>
        <translation>已选择 {count} 个纠纷</translation>
    </message>
    <message>
        <source>{amount} (from {known} of {count})</source>
        <translation>{amount}（{count} 个中的 {known} 个）</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Notify me of news of my disputes</source>
        <translation>有新进展时通知我</translation>
    </message>
    <message>
        <source>Show amounts in notifications</source>
        <translation>在通知中显示金额</translation>
    </message>
    <message>
        <source>Keep watching in the tray when the window is closed</source>
        <translation>关闭窗口后留在托盘中继续关注</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>News</source>
        <translation>新进展</translation>
    </message>
    <message>
        <source>Connection and data</source>
        <translation>连接与数据</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>List of disputes</source>
        <translation>纠纷列表</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>使用此代理</translation>
    </message>
    <message>
        <source>Never by itself</source>
        <translation>不自动查询</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Start with</source>
        <translation>启动时光标在</translation>
    </message>
    <message>
        <source>Where the cursor is when the program starts.</source>
        <translation>程序启动时光标所在的位置。</translation>
    </message>
    <message>
        <source>When you come back to this window, the empty order box offers it: press Enter to look it up. No other copied text is kept.</source>
        <translation>切换到本窗口时，如果订单框为空，框中会显示该订单号：按 Enter 即可查询。其他复制的文字不会保留。</translation>
    </message>
    <message>
        <source>Ask CJ for news every</source>
        <translation>向 CJ 查询的间隔</translation>
    </message>
    <message>
        <source>Notifications may be seen by others, so amounts are left out by default.</source>
        <translation>通知可能被他人看到，因此默认不显示金额。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Used from the next request to CJ on.</source>
        <translation>从下一次向 CJ 发出请求时起生效。</translation>
    </message>
    <message>
        <source>Data folder: {folder}</source>
        <translation>数据文件夹：{folder}</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>To keep the data elsewhere, start the program with --data-dir and a folder.</source>
        <translation>如需将数据存放在别处，请在启动程序时加上 --data-dir 和文件夹。</translation>
    </message>
    <message>
        <source>This is no proxy address. Give http:// or https://, a host and a port, without a name or password: they would be kept in a plain file.</source>
        <translation>这不是代理地址。请填写 http:// 或 https://、主机和端口，不要包含用户名或密码：它们会以明文保存在文件中。</translation>
    </message>
    <message>
        <source>Look through my orders once a day for parcels to claim</source>
        <translation>每天检查一次我的订单，找出可索赔的包裹</translation>
    </message>
    <message>
        <source>Remind me when the last backup is 30 days old</source>
        <translation>上次备份满 30 天时提醒我</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>上次备份</translation>
    </message>
    <message>
        <source>Offer an order number that was copied</source>
        <translation>提示查询已复制的订单号</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Go to the order box</source>
        <translation>转到订单框</translation>
    </message>
    <message>
        <source>Look up, go on, or press the button with the focus</source>
        <translation>查询、继续，或按下当前焦点按钮</translation>
    </message>
    <message>
        <source>Dispute the order shown</source>
        <translation>对显示的订单发起纠纷</translation>
    </message>
    <message>
        <source>Filing: next page, and file on the last</source>
        <translation>发起纠纷：下一步，最后一步时提交</translation>
    </message>
    <message>
        <source>Filing: choose an item or a reason</source>
        <translation>发起纠纷：选择商品或原因</translation>
    </message>
    <message>
        <source>Filing: close and keep the draft</source>
        <translation>发起纠纷：关闭并保留草稿</translation>
    </message>
    <message>
        <source>Remove the draft, link or file that is selected</source>
        <translation>移除选中的草稿、链接或文件</translation>
    </message>
    <message>
        <source>From the search into the table</source>
        <translation>从搜索框进入表格</translation>
    </message>
    <message>
        <source>Menu of the row or column</source>
        <translation>行或列的菜单</translation>
    </message>
    <message>
        <source>Export the disputes</source>
        <translation>导出纠纷</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>此列表</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Claims: claim the order, mute those selected</source>
        <translation>索赔：为订单索赔，将所选订单忽略</translation>
    </message>
    <message>
        <source>Search the disputes or claims</source>
        <translation>搜索纠纷或索赔</translation>
    </message>
    <message>
        <source>Ask CJ for news, in the claims for your orders</source>
        <translation>向 CJ 查询新消息；在索赔页查询您的订单</translation>
    </message>
    <message>
        <source>Show disputes, show claims, show insights</source>
        <translation>显示纠纷、索赔、统计</translation>
    </message>
    <message>
        <source>Outside of a field: look up what was copied</source>
        <translation>不在输入框中时：查询已复制的内容</translation>
    </message>
    <message>
        <source>Select several disputes or claims, or all that are shown</source>
        <translation>选择多个纠纷或索赔，或选择显示的全部</translation>
    </message>
    <message>
        <source>Copy the cell, or the rows selected</source>
        <translation>复制单元格，或复制所选行</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>复制整行</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>CJ API key</source>
        <translation>CJ API 密钥</translation>
    </message>
    <message>
        <source>Where do I get a key?</source>
        <translation>密钥在哪里获取？</translation>
    </message>
    <message>
        <source>Try practice mode</source>
        <translation>试试练习模式</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Sign in to CJ</source>
        <translation>登录 CJ</translation>
    </message>
    <message>
        <source>Dispute Desk works with your own CJ account. The key is checked with CJ and not kept. CJ gives a token for it, which is kept in this computer&apos;s keyring only.</source>
        <translation>Dispute Desk 使用您自己的 CJ 账号。密钥只用于向 CJ 核验，不会保存；保存的是 CJ 据此签发的令牌，且只保存在这台电脑的密钥环中。</translation>
    </message>
    <message>
        <source>Type the e-mail address of your CJ account first.</source>
        <translation>请先输入 CJ 账号的邮箱地址。</translation>
    </message>
    <message>
        <source>Paste the API key first.</source>
        <translation>请先粘贴 API 密钥。</translation>
    </message>
    <message>
        <source>This cannot be an API key: it is too long or has unusual characters.</source>
        <translation>这不可能是 API 密钥：过长或含有异常字符。</translation>
    </message>
    <message>
        <source>Once, in My CJ: choose Apps › Install App › Others › API. Then, on the tab API of the API page: press Add API, enter any name, choose the Type “API Key” and press Confirm. Copy the key from the column “API Key &amp; MCP Token”.</source>
        <translation>首次使用时，在 My CJ 中依次点击：应用（Apps）› 安装应用（Install App）› 其他（Others）› API。然后在 API 页面的“API”标签下点击添加 API（Add API），名称任意，类型（Type）选“API Key”，再点击确认（Confirm）。最后从“API Key &amp; MCP Token”一栏复制密钥。</translation>
    </message>
    <message>
        <source>Checking with CJ…</source>
        <translation>正在向 CJ 验证…</translation>
    </message>
    <message>
        <source>E-mail address and API key (older accounts)</source>
        <translation>邮箱地址和 API 密钥（较早的账号）</translation>
    </message>
    <message>
        <source>E-mail address of the CJ account</source>
        <translation>CJ 账号的邮箱地址</translation>
    </message>
    <message>
        <source>No key at hand? Practice mode has made-up orders to try everything on. Nothing is sent to CJ.</source>
        <translation>手头没有密钥？练习模式提供虚构订单，可以随意尝试，不会向 CJ 发送任何内容。</translation>
    </message>
    <message>
        <source>Show key</source>
        <translation>显示密钥</translation>
    </message>
    <message>
        <source>Hide key</source>
        <translation>隐藏密钥</translation>
    </message>
    <message>
        <source>I have a backup</source>
        <translation>我有备份</translation>
    </message>
</context>
<context>
    <name>Spans</name>
    <message>
        <source>From – to</source>
        <translation>自选日期</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>12 months</source>
        <translation>12 个月</translation>
    </message>
</context>
<context>
    <name>SpokenTable</name>
    <message>
        <source>{heading}: none</source>
        <translation>{heading}：无</translation>
    </message>
    <message>
        <source>{heading}: {text}</source>
        <translation>{heading}：{text}</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>Dispute Desk cannot make its data folder {folder}. Check that the disk is not full and that you may write there, or start the program with --data-dir and another folder.</source>
        <translation>Dispute Desk 无法创建数据文件夹 {folder}。请检查磁盘是否已满、您是否有写入权限，或在启动程序时用 --data-dir 指定其他文件夹。</translation>
    </message>
</context>
<context>
    <name>StepHeader</name>
    <message>
        <source>Order {number}</source>
        <translation>订单 {number}</translation>
    </message>
</context>
<context>
    <name>SyncProgress</name>
    <message>
        <source>Disputes loaded</source>
        <translation>已加载的纠纷</translation>
    </message>
    <message>
        <source>{done} of {total} loaded</source>
        <translation>已加载 {done} / {total}</translation>
    </message>
    <message>
        <source>{done} of {total} compared with CJ</source>
        <translation>已与 CJ 核对 {done} / {total}</translation>
    </message>
    <message>
        <source>Load the rest</source>
        <translation>加载其余</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{done} loaded</source>
        <translation>已加载 {done} 条</translation>
    </message>
    <message>
        <source>{done} compared</source>
        <translation>已核对 {done} 条</translation>
    </message>
</context>
<context>
    <name>TableArea</name>
    <message>
        <source>Disputes: {shown} of {all}</source>
        <translation>纠纷：{shown} / {all}</translation>
    </message>
    <message>
        <source>Disputes: {all}</source>
        <translation>纠纷：{all}</translation>
    </message>
</context>
<context>
    <name>TableMenu</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy row</source>
        <translation>复制整行</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Restore default columns</source>
        <translation>恢复默认列</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>复制所选行</translation>
    </message>
</context>
<context>
    <name>TemplateBox</name>
    <message>
        <source>Your own text</source>
        <translation>自己的文字</translation>
    </message>
    <message>
        <source>Choose a template</source>
        <translation>选择模板</translation>
    </message>
</context>
<context>
    <name>TemplateEditor</name>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Insert…</source>
        <translation>插入…</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>What you typed could not be saved, and is lost when this window is closed.</source>
        <translation>您输入的内容未能保存，关闭此窗口后将丢失。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>不保存并关闭</translation>
    </message>
    <message>
        <source>Your templates</source>
        <translation>您的模板</translation>
    </message>
    <message>
        <source>Name of the template</source>
        <translation>模板名称</translation>
    </message>
    <message>
        <source>Text of the template</source>
        <translation>模板正文</translation>
    </message>
    <message>
        <source>Insert a variable</source>
        <translation>插入变量</translation>
    </message>
    <message>
        <source>Preview with this order</source>
        <translation>用此订单预览</translation>
    </message>
    <message>
        <source>not known for this order</source>
        <translation>此订单中没有</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Number of pieces</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>物流单号</translation>
    </message>
    <message>
        <source>Days since shipped</source>
        <translation>发货后天数</translation>
    </message>
    <message>
        <source>Evidence links</source>
        <translation>证据链接</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>A sentence with a variable that is not known for an order is left out.</source>
        <translation>如果订单中没有某个变量的值，含有该变量的句子会被略去。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>“New” begins a template with the message as it stands.</source>
        <translation>“新建”会以当前留言开始一个模板。</translation>
    </message>
    <message>
        <source>The template “{name}” was deleted.</source>
        <translation>模板“{name}”已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>{length} / {limit}</source>
        <translation>{length} / {limit}</translation>
    </message>
</context>
<context>
    <name>TemplateRow</name>
    <message>
        <source>Manage…</source>
        <translation>管理…</translation>
    </message>
    <message>
        <source>Manage templates</source>
        <translation>管理模板</translation>
    </message>
    <message>
        <source>Save message as template…</source>
        <translation>将留言保存为模板…</translation>
    </message>
    <message>
        <source>Delete this template</source>
        <translation>删除此模板</translation>
    </message>
    <message>
        <source>Edit your templates…</source>
        <translation>编辑您的模板…</translation>
    </message>
    <message>
        <source>The message is kept as the template “{name}”.</source>
        <translation>留言已保存为模板“{name}”。</translation>
    </message>
    <message>
        <source>The order number and the items become variables: they are filled in anew for each order.</source>
        <translation>订单号和商品会变为变量，用于每个订单时重新填入。</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>保存为模板</translation>
    </message>
    <message>
        <source>The template “{name}” was deleted.</source>
        <translation>模板“{name}”已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>That cannot be a template: its text is longer than CJ takes.</source>
        <translation>这不可能是模板：文字长度超出 CJ 的上限。</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>Recovered</source>
        <translation>已追回</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>获赔率</translation>
    </message>
    <message>
        <source>Time to decision (median)</source>
        <translation>裁定用时（中位数）</translation>
    </message>
</context>
<context>
    <name>Timing</name>
    <message>
        <source>CJ gives no dispatch date for this order.</source>
        <translation>CJ 未提供此订单的发货日期。</translation>
    </message>
    <message>
        <source>Estimate: until {count} days after delivery, by an older page of CJ&apos;s.</source>
        <translation>估计：截至送达后 {count} 天（依据 CJ 较早的网页）。</translation>
    </message>
    <message>
        <source>The order has been dispatched: CJ cancels only what has not left yet.</source>
        <translation>订单已发货：CJ 只取消尚未发出的订单。</translation>
    </message>
    <message>
        <source>Tracking says delivered: CJ normally refuses “not received”, unless the post office certifies in writing that it did not deliver.</source>
        <translation>物流显示已送达：CJ 通常会拒绝“未收到货”，除非邮局书面证明未送达。</translation>
    </message>
    <message>
        <source>Probably too early: CJ may ask you to wait until {day}.</source>
        <translation>可能太早：CJ 可能会要求您等到 {day}。</translation>
    </message>
    <message>
        <source>Probably too late. CJ alone decides.</source>
        <translation>可能太迟。最终由 CJ 决定。</translation>
    </message>
    <message>
        <source>Dispatched {day}, {ago}.</source>
        <translation>{day}（{ago}）发货。</translation>
    </message>
    <message>
        <source>First scanned {day}, {ago}; CJ gives no dispatch date.</source>
        <translation>首次扫描：{day}（{ago}）；CJ 未提供发货日期。</translation>
    </message>
    <message>
        <source>Not dispatched yet.</source>
        <translation>尚未发货。</translation>
    </message>
    <message>
        <source>Delivered {day}.</source>
        <translation>{day} 已送达。</translation>
    </message>
    <message>
        <source>Delivered; CJ does not say when.</source>
        <translation>已送达；CJ 没有说明日期。</translation>
    </message>
    <message>
        <source>Not delivered, as far as CJ says.</source>
        <translation>据 CJ 的信息，尚未送达。</translation>
    </message>
    <message>
        <source>Tracking {number}: CJ has no news of it yet.</source>
        <translation>物流单号 {number}：CJ 尚无信息。</translation>
    </message>
    <message>
        <source>Tracking {number}: {status}.</source>
        <translation>物流单号 {number}：{status}。</translation>
    </message>
    <message>
        <source>Parcels besides: {count}.</source>
        <translation>另有包裹：{count} 个。</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Show Dispute Desk</source>
        <translation>显示 Dispute Desk</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>Versions</name>
    <message>
        <source>No message yet</source>
        <translation>尚无留言</translation>
    </message>
    <message>
        <source>{count} × {product}</source>
        <translation>{count} × {product}</translation>
    </message>
    <message>
        <source>Reason: {reason}</source>
        <translation>原因：{reason}</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>The draft as it is now stays a version too: restoring can be taken back.</source>
        <translation>当前草稿也会保留为一个版本：恢复之后仍可退回。</translation>
    </message>
    <message>
        <source>Restore this version</source>
        <translation>恢复此版本</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>历史版本</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>WindowAccounts</name>
    <message>
        <source>&amp;Look up</source>
        <translation>查询(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;File dispute…</source>
        <translation>发起纠纷…(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>搜索(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>刷新(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Introduction</source>
        <translation>入门介绍(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>复制诊断信息(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>关于(&amp;A)</translation>
    </message>
    <message>
        <source>Copied. Paste it into a mail to whoever helps you; it holds no secrets.</source>
        <translation>已复制。请粘贴到发给协助者的邮件中；其中不含任何机密。</translation>
    </message>
    <message>
        <source>Dispute Desk – practice</source>
        <translation>Dispute Desk – 练习</translation>
    </message>
    <message>
        <source>Dispute Desk – {account}</source>
        <translation>Dispute Desk – {account}</translation>
    </message>
    <message>
        <source>Practice mode: nothing is sent to CJ</source>
        <translation>练习模式：不会向 CJ 发送任何内容</translation>
    </message>
    <message>
        <source>Account {account}</source>
        <translation>账号 {account}</translation>
    </message>
    <message>
        <source>The data file was damaged. What could be read was saved; the damaged file is kept as {name}.</source>
        <translation>数据文件已损坏。能读出的内容已保存；损坏的文件保留为 {name}。</translation>
    </message>
    <message>
        <source>This computer has no keyring that can be used, so you stay signed in only until you quit. On Linux, install gnome-keyring or KWallet.</source>
        <translation>这台电脑没有可用的密钥环，因此登录状态只保持到退出程序为止。在 Linux 上，请安装 gnome-keyring 或 KWallet。</translation>
    </message>
    <message>
        <source>Go on without it</source>
        <translation>放弃并继续</translation>
    </message>
    <message>
        <source>The settings could not be saved, so the next start may open another account. Nothing else is lost.</source>
        <translation>设置未能保存，因此下次启动时可能会打开另一个账号。其他内容均未丢失。</translation>
    </message>
    <message>
        <source>That key belongs to another account ({new}); this draft belongs to {old}. Close it first; it is saved.</source>
        <translation>该密钥属于另一个账号（{new}），而此草稿属于 {old}。请先关闭草稿；它已保存。</translation>
    </message>
    <message>
        <source>Close the dispute you are filing first; it is saved as a draft.</source>
        <translation>请先关闭正在填写的纠纷；它已保存为草稿。</translation>
    </message>
    <message>
        <source>A note or a refund that you typed could not be saved yet. It is lost if you go on now.</source>
        <translation>您输入的备注或退款尚未能保存。如果现在继续，将会丢失。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring is locked, so you stay signed in only until you quit. Unlock it and sign in anew to stay signed in.</source>
        <translation>这台电脑的密钥环已锁定，因此登录状态只保持到退出程序为止。如需保持登录，请解锁密钥环并重新登录。</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring did not take CJ&apos;s token, so you stay signed in only until you quit.</source>
        <translation>这台电脑的密钥环没有接受 CJ 的令牌，因此登录状态只保持到退出程序为止。</translation>
    </message>
    <message>
        <source>Look up from the &amp;browser</source>
        <translation>从浏览器查询(&amp;B)</translation>
    </message>
    <message>
        <source>Paste refunds to &amp;buyers…</source>
        <translation>批量粘贴退给买家的款项…(&amp;B)</translation>
    </message>
</context>
<context>
    <name>_AccountCard</name>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Practice mode</source>
        <translation>练习模式</translation>
    </message>
    <message>
        <source>Practice: nothing is sent to CJ, no money moves.</source>
        <translation>练习：不会向 CJ 发送任何内容，也不涉及资金。</translation>
    </message>
    <message>
        <source>What happens next</source>
        <translation>接下来</translation>
    </message>
    <message>
        <source>CJ decides. You can follow the dispute and cancel it under Disputes.</source>
        <translation>由 CJ 裁定。您可在“纠纷”页中跟进或取消。</translation>
    </message>
</context>
<context>
    <name>_Details</name>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
</context>
</TS>
