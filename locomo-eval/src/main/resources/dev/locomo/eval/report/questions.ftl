<#import "page.ftl" as p>
<#escape x as esc(x)>
<@p.page "LoCoMo: " + title true>
<header>
<h1>${model}</h1>
<p class="soft">${subtitle}</p>
</header>
<#if back??>
<p><a href="${url(back)}">The whole run</a></p>
<#else>
<#include "overview.ftl">
</#if>
<h2>Questions</h2>
<#if parts?has_content>
<ul><#list parts as part><li><a href="${url(part.file)}">${part.size} question${(part.size == 1)?then('', 's')}, ${part.first} to ${part.last}</a></li></#list></ul>
<#else>
<p class="soft" id="count" aria-live="polite">${size} question${(size == 1)?then('', 's')}</p>
<div class="controls"><input id="search" type="search" placeholder="Search questions, replies, evidence" aria-label="Search"><#t>
<@select "category" "every category" categories/><#t>
<select id="score" aria-label="score"><option value="">every score</option><option value="zero">score 0</option><option value="part">between 0 and 1</option><option value="full">score 1</option><option value="none">unscored</option></select><#t>
<@select "outcome" "every outcome" outcomes + ["not-asked"]/><#t>
<select id="order" aria-label="Order"><option value="">file order</option><option value="worst">worst first</option><option value="best">best first</option></select></div>
<div id="questions">
<#list questions as q>
<@question q/>
</#list>
</div>
</#if>
<footer><p>Everything here rests on ${clusters} conversation${(clusters == 1)?then("", "s")}. Means are over scored questions; every count is shown. Data sha256 <code>${sha256}</code>, settings fingerprint <code>${fingerprint}</code>.</p></footer>
</@p.page>
<#macro select id all values><select id="${id}" aria-label="${id}"><option value="">${all}</option><#list values as value><option value="${value}">${value}</option></#list></select></#macro>
<#macro reply r><@p.entry r.form?starts_with("free")?then("Answer", "Choice, " + r.form) r.answer/><#if r.reason != ""><@p.entry r.outcome.label() r.reason/></#if><#if strip(r.exchange.raw) != "" && strip(r.exchange.raw) != strip(r.answer)><@p.entry "Raw reply" r.exchange.raw/></#if></#macro>
<#macro question of>
<#assign q = of.question kind = of.kind!"none" outcome = (of.free.outcome.label())!"not-asked">
<details class="q ${kind}" data-category="${q.category.label()}" data-score="${kind}" data-outcome="${outcome}" data-value="${of.value!}"><summary><span class="id">${q.key()}</span><span class="cat">${q.category.label()}</span><span class="qt" dir="auto">${q.text}</span><span class="value"><#if of.value??>${percent(of.value)}<#else>-</#if></span></summary><div class="body"><dl><#t>
<#if q.gold.text??><@p.entry "Gold" q.gold.text/><#else><dt>Gold</dt><dd class="empty">not answered in the conversation</dd><#if q.gold.lure??><@p.entry "Lure" q.gold.lure/></#if><#if q.gold.statedAnswer??><@p.entry "Answer in file" q.gold.statedAnswer/></#if></#if><#list of.replies as r><@reply r/></#list><#t>
<#if q.evidence?has_content><dt>Evidence</dt><dd><#list of.turns as turn><p class="turn" dir="auto"><span class="chip hit">${turn.id}</span><#if turn.session??><span class="soft">${turn.session.dateText}</span><br><#if turn.turn??><b>${turn.turn.speaker}</b>: ${turn.turn.text}<#if turn.turn.caption()??><span class="soft"> [picture: ${turn.turn.caption()}]</span></#if></#if></#if></p><#else><@p.text q.evidence?join(" ")/></#list></dd></#if><#t>
<#if (of.free.context)?has_content><dt>Context</dt><dd><#list of.free.context as id><span class="chip${of.hits?seq_contains(id)?then(" hit", "")}">${id}</span></#list></dd></#if><#t>
</dl><table><tr><th>metric</th><th class="num">score</th><th>why</th></tr><#list of.scores as metric, score><tr><td>${metric}</td><#if score.value??><@p.num percent(score.value)/><td>${score.why}</td><#else><td class="num">-</td><td>${score.reason.label()}<#if score.detail != "">: ${score.detail}</#if></td></#if></tr></#list></table></div></details>
</#macro>
</#escape>
