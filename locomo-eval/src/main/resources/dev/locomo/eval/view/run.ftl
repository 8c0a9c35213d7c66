<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page summary.run "">
<header><h1>${summary.run}</h1>
<p class="soft" id="live" data-live="2000">${summary.task}; <span dir="auto">${summary.model}</span>; <@l.state summary/> <@l.progress summary/> begun ${time(summary.started!"not recorded")}, last change ${time(summary.updated!"not recorded")}</p>
<p class="links"><#if questions><a href="/runs/${url(summary.run)}/questions">Questions</a><a href="/runs/${url(summary.run)}/questions?order=worst">worst first</a><a href="/label/${id}">Label answers<#if (labels > 0)> (${labels})</#if></a><#else><a href="/runs/${url(summary.run)}/items">Items</a><a href="/runs/${url(summary.run)}/items?order=worst">worst first</a></#if><#if reported><a href="/runs/${url(summary.run)}/report">The report as one page</a></#if><a href="/compare?run=${url(summary.run)}">Compare</a></p>
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
