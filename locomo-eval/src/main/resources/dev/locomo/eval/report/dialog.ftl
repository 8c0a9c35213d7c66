<#import "page.ftl" as p>
<#escape x as esc(x)>
<@p.page "LoCoMo dialogue: " + title>
<header><h1>${title}</h1>
<p class="soft">${document.turns} turn${(document.turns == 1)?then('', 's')}, ${document.without_result} without a result; asked by ${document.settings.asking!}.</p></header>
<div class="card scroll" tabindex="0"><table><tr><th>metric</th><#list ["asked", "answered", "scored", "mean %", "95 % interval"] as column><th class="num">${column}</th></#list><th>without a value</th><th>by</th></tr>
<#list document.metrics as name, metric>
<#assign all = metric.overall>
<tr><td>${name}</td><@p.num all.asked/><@p.num all.answered/><@p.num all.scored/><@p.num p.share(all.mean!)/><@p.num p.interval(all)/><td class="soft"><#list metric.unscored!{} as reason, count>${count} ${reason}<#sep>, </#list></td><td class="soft">${document.scorers[name]!}</td></tr>
</#list>
</table></div>
<p class="soft">bleu-1 and bleu-2 count words, bleu-char-1 and bleu-char-2 characters, as the paper's table 7 does: never compare the one with the other.</p>
<#if caution??><@p.notice caution/></#if>
<#if charts?has_content>
<h2>By length of history</h2>
<@p.drawn/>
</#if>
<h2>Turns</h2>
<#list turns as turn>
<details class="card"><summary>${turn.turn}, ${turn.speaker!}<span class="soft"> ${turn.history_tokens} tokens before</span></summary>
<div class="two"><#t>
<#if turn.outcome == "generated"><@side "Written", turn.text!, turn.image!/><#else><div><h3>Written</h3>
<p class="soft">${turn.outcome} ${turn.reason!}</p></div></#if><@side "Really said", turn.gold_text!, turn.gold_image!/></div>
<#if turn.context?has_content>
<p class="soft">Shown besides the history: <#list turn.context as id>${id} </#list></p>
</#if>
<p><#list scores[turn.turn]![] as score><span class="chip"><#if score.value??>${score.metric} ${percent(score.value)}<#else>${score.metric}: ${score.unscored!} ${score.why!}</#if></span> </#list></p></details>
</#list>
</@p.page>
<#macro side title text image>
<div><h3>${title}</h3>
<p>${text}</p>
<#if image?has_content>
<p class="soft">Picture: ${image}</p>
</#if>
</div>
</#macro>
</#escape>
