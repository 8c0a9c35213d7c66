<#import "layout.ftl" as l>
<#escape x as esc(x)>
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><title>Runs - locomo</title><style><#noescape>${css}</#noescape></style></head>
<body><main><h1>Runs</h1><div class="card scroll" tabindex="0"><table>
<thead><tr><th>run</th><th>verb</th><th>model or method</th><th>protocol</th><th>data</th><th>metric</th><th class="num">mean, %</th><th class="num">cost, $</th><th>state</th></tr></thead><tbody>
<#list runs as r><tr><td><#if with_page?seq_contains(r.run)><a href="${run_address(r.run)}">${r.run}</a><#else>${r.run}</#if><span class="soft">${time(r.started!"")}</span></td><td>${r.task}</td><td dir="auto">${cut(r.model)}</td><td>${r.protocol}</td><td>${r.data}</td><td>${r.metric!}</td><td class="num"><@l.mean r/></td><td class="num"><#if r.cost_usd??>${round(r.cost_usd)}<#else>&ndash;</#if></td><td><@l.state r/></td></tr></#list>
</tbody></table></div></main></body></html>
</#escape>
