<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page "Runs" "Runs" true>
<h1>Runs</h1>
<form class="filters" method="get" action="/" role="search"><@l.words/><@l.choose "task" "Verb" tasks/><@l.choose "state" "State" states/><label>Order <select name="order"><#list [["", "last begun first"], ["best", "best first"], ["worst", "worst first"], ["cost", "dearest first"], ["name", "by name"]] as o><option value="${o[0]}"<#if (asked.order!"") == o[0]> selected</#if>>${o[1]}</option></#list></select></label><button>Show</button></form>
<form method="get" action="/compare">
<p class="soft">${runs?size} of ${all} runs. <button class="plain">Compare those marked</button></p>
<div class="card scroll" tabindex="0"><table class="runs">
<thead><tr><th><span class="hidden">compare</span></th><th>run</th><th>verb</th><th>model or method</th><th>protocol</th><th>data</th><th>metric</th><th class="num">mean, %</th><th class="num">cost, $</th><th>state</th></tr></thead>
<tbody>
<#list runs as r>
<tr><td><input type="checkbox" name="run" value="${r.run}" aria-label="compare ${r.run}"></td><td><a href="${run_address(r.run)}">${r.run}</a><span class="soft">${time(r.started!"")}</span></td><td>${r.task}</td><td dir="auto">${cut(r.model)}</td><td>${r.protocol}</td><td>${r.data}</td><td>${r.metric!}</td><td class="num"><@l.mean r/></td><td class="num"><#if r.cost_usd??>${round(r.cost_usd)}<#else>&ndash;</#if></td><td><@l.state r/> <@l.progress r/></td></tr>
</#list>
</tbody></table></div></form>
<#if runs?size == 0><p class="empty">No runs here.</p></#if>
</@l.page>
</#escape>
