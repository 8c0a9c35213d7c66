<#import "page.ftl" as p>
<#escape x as esc(x)>
<#assign totals = run.of.grouping().totals()>
<div class="tiles">
<#list totals as t>
<#assign title = (t?index == 0 && run.of.covered(t)?size == 1)?then((run.of.covered(t)[0])!, run.of.name(t))>
<#if title != ""><@tile title=title?cap_first of=run.of.totals()[t.member()] extra=(t?index == 0)?then("lead", "")/></#if>
<#if t?index == 0><#list unanswerable as slice><@tile slice?cap_first run.of.slice(slice)/></#list></#if>
</#list>
</div>
<#list notices as notice><@p.notice notice/></#list>
<h2>Where it does well, and where not</h2>
<@p.drawn/>
<p class="soft">Whiskers are 95 % intervals. Charts of distance, length and recall cover questions that have an answer.</p>
<h2>Against baselines</h2>
<div class="card scroll" tabindex="0"><table><tr><th>${metric}</th><#list slices as slice><@head slice/></#list><#list totals as t><@head short(t)/></#list><#list totals as t><#if t.macroMember() != ""><@head t.macroName()/></#if></#list></tr>
<#list [run] + baselines as one>
<tr><td>${one.name}</td><#list slices as slice><@cell one.of.slice(slice)/></#list><#list totals as t><@cell one.of.totals()[t.member()]/></#list><#list totals as t><#if t.macroMember() != ""><@cell one.of.macros()[t.macroMember()]/></#if></#list></tr>
</#list>
</table></div>
<p class="soft screen">Intervals of two runs may overlap although they differ: <code>locomo compare</code> tests runs question by question.</p>
<h2>Every metric</h2>
<div class="card scroll" tabindex="0"><table><tr><th>metric</th><#list totals as t><@head short(t)/></#list><#list unanswerable as slice><@head slice/></#list></tr>
<#list metrics as one>
<tr><td>${one.name}<span class="soft">${one.of.about}</span></td><#list totals as t><#if (one.of.apart()?filter(a -> t.has(a)))?has_content><td class="num">&ndash;</td><#else><@cell one.of.totals()[t.member()]/></#if></#list><#list unanswerable as slice><@cell one.of.slice(slice)/></#list></tr>
</#list>
</table></div>
<#list noise![] as sentence><p class="soft">${sentence}</p>
</#list>
<#if losses?has_content>
<h2>Where points were lost</h2>
<#list losses as loss>
<div class="card scroll" tabindex="0"><table class="tight"><#list loss.rows() as row><tr><#list row as cell><#if row?index == 0><th<#if cell?index != 0> class="num"</#if>>${cell}</th><#else><td<#if cell?index != 0> class="num"</#if>>${cell}</td></#if></#list></tr>
</#list></table></div>
<p class="soft">${loss.rule()}</p>
</#list>
</#if>
<#if judges?has_content>
<h2>Judges</h2>
<#list judges?filter(j -> !j.calibrated) as judge>
<p class="notice">${judge.metric}: ${judge.sentence}.</p>
</#list>
<div class="card scroll" tabindex="0" id="judges"><table class="tight"><#t>
<@judged "right by the judge, %"/>
<@judgedSlice totals[0].name() judges?map(j -> j.total)/>
<#list unanswerable as slice><@judgedSlice slice judges?map(j -> ((j.entry.by_category!{})[slice])!{})/></#list>
<#if judges?filter(j -> (j.entry.flips.rate)??)?has_content>
<tr><td>verdicts that change when asked again</td><#list judges as j><#assign flips = j.entry.flips!{}><td class="num"><@rate flips.rate!"", flips, flips.repeated!0/></td></#list></tr>
</#if>
<#if judges?filter(j -> j.calibrated)?has_content>
<@judged "wrong answers it accepts, %"/>
<@kinds "false-accept"/>
<@judged "right answers it rejects, %"/>
<@kinds "false-reject"/>
</#if>
</table></div>
<p class="soft">A judge that accepts many wrong answers of a kind gives too high scores to a system that makes such mistakes. Rates are of answers whose verdict is known, with 95 % intervals.</p>
<#list panels?filter(panel -> panel.agreement?has_content) as panel>
<div class="card scroll" tabindex="0"><table><tr><th>agreement of</th><th>and</th><th class="num">answers</th><th class="num">same, %</th><th class="num">Cohen's kappa</th></tr>
<#list panel.agreement as pair>
<tr><td>${pair.first}</td><td>${pair.second}</td><@p.num pair.items/><td class="num"><#if pair.items == 0>&ndash;<#else>${percent(pair.same / pair.items)}</#if></td><td class="num"><@decimals pair.kappa!""/></td></tr><#t>
</#list>
</table><#list panel.alpha!{} as name, value><p class="soft">Krippendorff's alpha, ${name}: <@decimals value!""/></p></#list></div>
</#list>
</#if>
<h2>How it went</h2>
<div class="two">
<div class="card"><h3>Outcomes</h3><table><#list course as name, value><@line name value/></#list></table></div>
<div class="card"><h3>Tokens, time and cost</h3><table><#list expense as name, value><@line name value/></#list></table></div>
</div>
<#if memory??>
<div class="card"><h3>Memory system</h3><table><#list memory as name, value><@line name value/></#list></table></div>
</#if>
<h2>Settings</h2>
<div class="card scroll" tabindex="0"><table><#list settings as name, value><tr><td>${name}</td><td><code>${value}</code></td></tr></#list></table></div>
<#function short t><#return t.name()?remove_beginning("categories ")></#function>
<#macro head text><th class="num">${text}</th></#macro>
<#macro mean of><#if of.mean.isPresent()>${percent(of.mean.getAsDouble())}<#else>&ndash;</#if></#macro>
<#macro range of><#if of.interval??><@ends of.interval/></#if></#macro>
<#macro ends of>${percent(of.low)} to ${percent(of.high)}</#macro>
<#macro cell of><td class="num"><@mean of/><span class="soft"><@range of/></span><span class="soft">n = ${of.scored()}</span></td></#macro>
<#macro line name value><tr><td>${name}</td><td class="end">${value}</td></tr></#macro>
<#macro decimals value><#if value?is_number>${value?string("0.000")}<#else>&ndash;</#if></#macro>
<#macro tile title of extra="">
<#if of.asked() != 0>
<div class="card tile ${extra}"><h3>${title}</h3><div class="big"><@mean of/><span class="unit">%</span></div><div><#if of.interval??>95 % interval <@range of/></#if></div><div class="soft">${metric}; n = ${of.scored()} scored of ${of.asked()} asked</div></div>
</#if>
</#macro>
<#macro judged title>
<tr><th>${title}</th><#list judges as j><th class="num">${j.entry.model!j.metric}<br>${j.entry.rubric!}</th></#list></tr>
</#macro>
<#macro judgedSlice title slices>
<tr><td>${title}</td><#list slices as slice><td class="num"><@rate slice.mean!"", slice, slice.scored!0/></td></#list></tr>
</#macro>
<#-- A share with its interval and how many it is of. -->
<#macro rate value interval n><#if !value?is_number>&ndash;<#else>${percent(value)}<#if interval.low??><span class="soft"><@ends interval/></span></#if><span class="soft">n = ${n}</span></#if></#macro>
<#macro kinds error>
<#assign seen = []>
<#list judges as j>
<#list (j.calibration.kinds![])?filter(k -> k.error == error) as k>
<#if !seen?seq_contains(k.kind)><#assign seen = seen + [k.kind]></#if>
</#list>
</#list>
<#list seen as name>
<tr><td>${name}</td><#list judges as j><td class="num"><#list (j.calibration.kinds![])?filter(k -> k.kind == name) as k><@rate k.rate!"", k, k.judged!0/></#list><#if !j.calibrated><span class="soft">not known</span></#if></td></#list></tr>
</#list>
</#macro>
</#escape>
