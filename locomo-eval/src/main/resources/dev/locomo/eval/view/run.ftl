<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page summary.run "">
<header><h1>${summary.run}</h1>
<p class="soft" id="live" data-live="2000">${summary.task}; <span dir="auto">${summary.model}</span>; <@l.state summary/> <@l.progress summary/> begun ${time(summary.started!"not recorded")}, last change ${time(summary.updated!"not recorded")}</p>
<p class="links"><#if questions && !problem??><a href="/runs/${url(summary.run)}/questions">Questions</a><a href="/runs/${url(summary.run)}/questions?order=worst">worst first</a><#if store == ""><a href="/label/${id}">Label answers<#if (labels > 0)> (${labels})</#if></a></#if></#if><#if with_memory><a href="/runs/${url(summary.run)}/items?file=memory.jsonl&amp;metric=seconds&amp;order=best">What its memory system did</a></#if><#if served || !questions><a href="/runs/${url(summary.run)}/items"><#if questions>All lines<#else>Items</#if></a></#if><#if !questions><a href="/runs/${url(summary.run)}/items?order=worst">worst first</a></#if><#if generated><a href="/runs/${url(summary.run)}/data">The conversations</a></#if><#if !problem??><a href="/runs/${url(summary.run)}/report">The report as one page</a></#if></p>
<#if others?has_content><p class="links"><span class="soft">Compare with</span><#list others as other><a href="/compare?run=${url(other)}&amp;run=${url(summary.run)}">${other}</a></#list></p></#if>
<#if store != ""><p class="notice">Its folder is not here. What is shown is what ${store} holds: no replies as they came, no requests, nothing of a memory system, and no labels can be given.</p></#if>
</header>
<#if problem??><p class="notice">${problem}</p></#if>
<#if tiles?? || metric??>
<#include "../report/overview.ftl">
<#else>
<#if means?has_content>
<div class="card scroll" tabindex="0"><table><thead><tr><th>metric</th><th class="num">scored</th><th class="num">mean, %</th></tr></thead><tbody>
<#list means as name, of><tr><td>${name}</td><td class="num">${of.scored!""}</td><td class="num"><@l.mean of/></td></tr></#list>
</tbody></table></div>
</#if>
<h2>Settings</h2>
<div class="card scroll" tabindex="0"><table><tbody><#list settings as name, value><tr><td>${name}</td><td><code>${value}</code></td></tr></#list></tbody></table></div>
</#if>
</@l.page>
</#escape>
