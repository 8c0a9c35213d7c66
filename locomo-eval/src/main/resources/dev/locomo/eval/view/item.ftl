<#import "layout.ftl" as l>
<#import "../report/page.ftl" as p>
<#escape x as esc(x)>
<@l.page key "">
<header><h1>${cut(key)}</h1><p class="soft">of <a href="/runs/${url(summary.run)}/items">${summary.run}</a></p></header>
<#if questions[key]??><#assign q = questions[key]><section class="card"><dl><@p.entry "Question" q.text/><dt>Gold</dt><dd dir="auto"><@l.gold q/></dd><dt>Evidence</dt><dd><#list q.evidence as e><a href="/runs/${url(summary.run)}/conversation?id=${url(q.id().sample())}#${e}">${e}</a> </#list><#if !q.evidence?has_content>none</#if></dd></dl></section></#if>
<#if scores?has_content><h2>Scores</h2>
<div class="card scroll" tabindex="0"><table class="why"><thead><tr><th>metric</th><th class="num">score</th><th>why</th></tr></thead><tbody>
<#list scores as s><tr><td>${s.metric!}</td><td class="num"><#if s.value?? && s.value?is_number>${round(s.value)}<#else>&ndash;</#if></td><td dir="auto">${cut(s.why!s.unscored!"")}</td></tr></#list>
</tbody></table></div></#if>
<#list lines as file, some>
<h2>${file}</h2>
<#list some as line><section class="card"><dl><#list line as name, text><@p.entry name text/></#list></dl></section></#list>
</#list>
</@l.page>
</#escape>
