<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page "Live" "Live" true>
<h1>Runs under way</h1>
<#if runs?size == 0><p class="empty">No run is under way.</p></#if>
<#list runs as r>
<section class="card" aria-label="${r.run}"><h2><a href="${run_address(r.run)}">${r.run}</a> <@l.state r/></h2>
<p><@l.progress r/></p>
<#if r.state == "killed"><p class="notice">No process works on it; the same command continues from here.</p></#if>
<#if r.progress??><#assign p = r.progress>
<dl><dt>without result</dt><dd>${p.without_result!0}</dd><dt>in flight</dt><dd>${(r.state == "running")?then(p.in_flight!0, 0)}</dd><dt>retries</dt><dd>${p.retries!0}</dd><dt>cost so far</dt><dd>$${round(p.cost_usd!0)}<#if p.max_cost_usd??> of at most $${round(p.max_cost_usd)}</#if></dd><dt>as of</dt><dd>${time(p.at!"")}</dd></dl></#if>
</section>
</#list>
</@l.page>
</#escape>
