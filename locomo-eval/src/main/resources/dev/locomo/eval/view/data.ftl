<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page "Data" "Data">
<h1>Data sets</h1>
<#if names?has_content><ul><#list names as name><li><a href="/data/${url(name)}">${name}</a></li></#list></ul><#else><p class="empty">None was given; name files with --data-file.</p></#if>
<#if of_runs?has_content><h2>Of runs</h2><ul><#list of_runs as data, run><li><a href="/runs/${url(run)}/data">${data}</a>, of <a href="${run_address(run)}">${run}</a></li></#list></ul></#if>
<#if missing?has_content><h2>Not here</h2><p class="soft">Runs name these, and no file with the bytes that they were asked about is at hand. Name it with --data-file.</p><ul><#list missing as data, run><li>${data}, of <a href="${run_address(run)}">${run}</a></li></#list></ul></#if>
</@l.page>
</#escape>
