<#import "page.ftl" as p>
<#escape x as esc(x)>
<@p.page "LoCoMo: " + title>
<header><h1>${title}</h1></header>
<#if lines?has_content>
<div class="card scroll" tabindex="0"><table><tr><th>metric</th><th>of</th><#list ["asked", "answered", "scored", "mean %", "95 % interval"] as column><th class="num">${column}</th></#list></tr>
<#list lines as cells><tr><#list cells as cell><#if (cell?index < 2)><td>${cell}</td><#else><@p.num cell/></#if></#list></tr>
</#list></table></div>
<#else><p class="empty">It has no scores.</p></#if>
<#if caution??><@p.notice caution/></#if>
<h2>Settings</h2>
<div class="card scroll" tabindex="0"><table><#list settings as name, value><tr><td>${name}</td><td><code>${value}</code></td></tr></#list></table></div>
<#if items?has_content>
<h2>Items, the lowest scores first</h2>
<#if (all > items?size)><p class="soft">The first ${items?size} of ${all} scores.</p></#if>
<div class="card scroll" tabindex="0"><table><tr><th>item</th><th>metric</th><th class="num">score</th><th>why</th></tr>
<#list items as s><tr><td>${s.question_id!s.turn!s.unit!}</td><td>${s.metric!}</td><@p.num (s.value??)?then(s.value?string("0.000"), "–")/><td dir="auto">${start(s.why!s.unscored!"")}</td></tr>
</#list></table></div>
</#if>
</@p.page>
</#escape>
