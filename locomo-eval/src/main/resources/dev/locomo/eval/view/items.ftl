<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page "Items of " + summary.run "">
<h1>Items</h1>
<p class="soft">of <a href="${run_address(summary.run)}">${summary.run}</a>, ${summary.task}</p>
<form class="filters" method="get" action="/runs/${url(summary.run)}/items" role="search"><@l.words/><#if (files?size > 0)><@l.choose "file" "Lines of" files "all files"/></#if><#if metrics?size + figures?size != 0><label>Metric <select name="metric"><#list metrics + figures as m><option<#if metric == m> selected</#if>>${m}</option></#list></select></label><label>Order <select name="order"><#list [["", "as in the file"], ["worst", "worst, lowest first"], ["best", "best, highest first"]] as o><option value="${o[0]}"<#if (asked.order!"") == o[0]> selected</#if>>${o[1]}</option></#list></select></label></#if><button>Show</button></form>
<p class="soft" role="status">${found} item${(found == 1)?then('', 's')}</p>
<@l.pager/>
<#assign shown = (metric == "")?then([], [metric]) + ((asked.file!"") == "")?then([], figures?filter(f -> f != metric))>
<div class="card scroll" tabindex="0"><table class="list"><thead><tr><th>item</th><#list shown as m><th class="num">${m}</th></#list></tr></thead><tbody>
<#list items as item><tr><td><a href="/runs/${url(summary.run)}/item?id=${url(item.key())}">${cut(item.key())}</a><span class="soft" dir="auto">${cut((questions[item.key()].text)!item.text())}</span></td><#list shown as m><td class="num"><#if item.values()[m]??>${short(item.values()[m])}<#else>&ndash;</#if></td></#list></tr></#list>
</tbody></table></div>
<@l.pager/>
</@l.page>
</#escape>
