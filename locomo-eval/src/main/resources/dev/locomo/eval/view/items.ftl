<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page "Items of " + summary.run "">
<h1>Items</h1>
<p class="soft">of <a href="${run_address(summary.run)}">${summary.run}</a>, ${summary.task}</p>
<form class="filters" method="get" action="/runs/${url(summary.run)}/items" role="search"><@l.words/><#if metrics?size != 0><label>Metric <select name="metric"><#list metrics as m><option<#if metric == m> selected</#if>>${m}</option></#list></select></label><label>Order <select name="order"><#list [["", "as in the file"], ["worst", "worst first"], ["best", "best first"]] as o><option value="${o[0]}"<#if (asked.order!"") == o[0]> selected</#if>>${o[1]}</option></#list></select></label></#if><button>Show</button></form>
<p class="soft" role="status">${found} items</p>
<@l.pager/>
<div class="card scroll" tabindex="0"><table class="list"><thead><tr><th>item</th><th class="num">${metric}</th></tr></thead><tbody>
<#list items as item><tr><td><a href="/runs/${url(summary.run)}/item?id=${url(item.key())}">${cut(item.key())}</a><span class="soft" dir="auto">${cut(item.text())}</span></td><td class="num"><#if item.values()[metric]??>${round(item.values()[metric])}<#else>&ndash;</#if></td></tr></#list>
</tbody></table></div>
<@l.pager/>
</@l.page>
</#escape>
