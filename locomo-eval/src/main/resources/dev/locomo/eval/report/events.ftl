<#import "page.ftl" as p>
<#escape x as esc(x)>
<@p.page "LoCoMo events: " + title>
<header><h1>${title}</h1>
<p class="soft">Facts by ${document.decomposer.id}, checked by ${document.verifier.id}.</p></header>
<div class="card scroll" tabindex="0"><table><tr><th>metric</th><th class="num">asked</th><th class="num">scored</th><th class="num">mean %</th><th class="num">95 % interval</th><th class="num">micro %</th><th class="num">95 % interval</th></tr>
<#list document.metrics as name, metric>
<#assign all = metric.overall micro = metric.micro!{}>
<tr><td>${name}</td><@p.num all.asked/><@p.num all.scored/><@p.num p.share(all.mean!)/><@p.num p.interval(all)/><@p.num p.share(micro.mean!)/><@p.num p.interval(micro)/></tr>
</#list>
</table></div>
<p class="soft">Mean: every summary weighs the same; micro: every fact. Event order is Kendall's tau-b, times 100.</p>
<#if caution??><@p.notice caution/></#if>
<#if document.facts_by_rule><@p.notice "Facts were made or checked by a rule of words: a floor, to be compared with no published figure."/></#if>
<#if document.labeller??>
<h2>Mistakes</h2>
<p><#list document.errors as error, count><span class="chip">${count} ${error}</span></#list></p>
<p class="soft">Labelled by ${document.labeller.id}; missing information is every gold fact without support.</p>
</#if>
<h2>Summaries and their facts</h2>
<p class="soft">+ the other side supports the fact (by which event), - it does not, ? no verdict.</p>
<#list units as unit>
<details class="card"><summary>${heading(unit)}</summary>
<div class="two"><@side "The summary", unit, "summary", unit.events/><@side "The gold events", unit, "gold", unit.gold/></div></details>
</#list>
</@p.page>
<#macro side title unit name events>
<div><h3>${title}</h3>
<ol>
<#list events as event>
<li><span class="soft">${event.date!}</span> ${event.event!}
<ul>
<#list facts?filter(f -> f.unit == unit.unit && f.side == name && f.event == event?counter) as fact>
<li><span class="mark ${verdict(fact)}">${mark(fact)}</span> ${line(fact)}</li>
</#list>
</ul></li>
</#list>
</ol></div>
</#macro>
</#escape>
