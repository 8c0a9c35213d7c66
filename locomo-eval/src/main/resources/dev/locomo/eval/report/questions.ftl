<#import "page.ftl" as p>
<#escape x as esc(x)>
<@p.page "LoCoMo: " + title true>
<header>
<h1>${model}</h1>
<p class="soft">${subtitle}</p>
</header>
<div class="tiles">
<@tile "Categories 1-4" run.headline "lead"/>
<@tile "Adversarial" run.adversarial/>
<@tile "Categories 1-5" run.overall/>
</div>
<#list notices as notice><@p.notice notice/></#list>
<h2>Where it does well, and where not</h2>
<@p.drawn/>
<p class="soft">Whiskers are 95 % intervals. Charts of distance, length and recall cover categories 1 to 4.</p>
<h2>Against baselines</h2>
<div class="card scroll"><table><tr><th>${metric}</th><#list slices as slice><@head slice/></#list><@head "1-4"/><@head "1-5"/><@head "macro 1-5"/></tr>
<#list [run] + baselines as one>
<tr><td>${one.name}</td><#list one.slices as slice><@cell slice/></#list><@cell one.headline/><@cell one.overall/><td class="num"><@mean one.macro/><span class="soft"><@range one.macro/></span></td></tr>
</#list>
</table></div>
<p class="soft screen">A difference smaller than the intervals is no difference; <code>locomo compare</code> tests runs pair by pair.</p>
<h2>Every metric</h2>
<div class="card scroll"><table><tr><th>metric</th><@head "1-4"/><@head "adversarial"/><@head "1-5"/></tr>
<#list metrics as one>
<tr><td>${one.name}<span class="soft">${one.about}</span></td><@cell one.headline/><@cell one.adversarial/><@cell one.overall/></tr>
</#list>
</table></div>
<#if judges?has_content>
<h2>Judges</h2>
<#list judges?filter(j -> !j.calibrated) as judge>
<p class="notice">${judge.metric}: ${judge.sentence}.</p>
</#list>
<div class="card scroll" id="judges"><table class="tight"><#t>
<@judged "right by the judge, %"/>
<@judgedSlice "categories 1-4" judges?map(j -> j.entry.categories_1_4!{})/>
<@judgedSlice "adversarial" judges?map(j -> (j.entry.by_category!{}).adversarial!{})/>
<@judgedSlice "categories 1-5" judges?map(j -> j.entry.overall!{})/>
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
<div class="card scroll"><table><tr><th>agreement of</th><th>and</th><th class="num">answers</th><th class="num">same, %</th><th class="num">Cohen's kappa</th></tr>
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
<h2>Settings</h2>
<div class="card scroll"><table><#list settings as name, value><tr><td>${name}</td><td><code>${value}</code></td></tr></#list></table></div>
<h2>Questions</h2>
<p class="soft" id="count" aria-live="polite">${questions?size} questions</p>
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
<footer><p>Everything here rests on ${clusters} conversation${(clusters == 1)?then("", "s")}. Means are over scored questions; every count is shown. Data sha256 <code>${sha256}</code>, settings fingerprint <code>${fingerprint}</code>.</p></footer>
</@p.page>
<#macro head text><th class="num">${text}</th></#macro>
<#macro mean of><#if of.mean??>${percent(of.mean)}<#else>&ndash;</#if></#macro>
<#macro range of><#if of.low??>${percent(of.low)} to ${percent(of.high)}</#if></#macro>
<#macro cell of><td class="num"><@mean of/><span class="soft"><@range of/></span><span class="soft">n = ${of.scored}</span></td></#macro>
<#macro line name value><tr><td>${name}</td><td class="end">${value}</td></tr></#macro>
<#macro decimals value><#if value?is_number>${value?string("0.000")}<#else>&ndash;</#if></#macro>
<#macro tile title of extra="">
<#if of.asked != 0>
<div class="card tile ${extra}"><h3>${title}</h3><div class="big"><@mean of/><span class="unit">%</span></div><div><#if of.low??>95 % interval <@range of/></#if></div><div class="soft">${metric}; n = ${of.scored} scored of ${of.asked} asked</div></div>
</#if>
</#macro>
<#macro judged title>
<tr><th>${title}</th><#list judges as j><th class="num">${j.entry.model!j.metric}<br>${j.entry.rubric!}</th></#list></tr>
</#macro>
<#macro judgedSlice title slices>
<tr><td>${title}</td><#list slices as slice><td class="num"><@rate slice.mean!"", slice, slice.scored!0/></td></#list></tr>
</#macro>
<#-- A share with its interval and how many it is of. -->
<#macro rate value interval n><#if !value?is_number>&ndash;<#else>${percent(value)}<#if interval.low??><span class="soft"><@range interval/></span></#if><span class="soft">n = ${n}</span></#if></#macro>
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
<#macro select id all values><select id="${id}" aria-label="${id}"><option value="">${all}</option><#list values as value><option value="${value}">${value}</option></#list></select></#macro>
<#-- A text; a long one is folded behind its start. -->
<#macro text of><#if !of.text??><span class="empty">empty</span><#elseif of.start??><details class="long"><summary><span class="start" dir="auto">${of.start} &hellip;</span> <b>all ${of.text?length} characters</b></summary><span class="text" dir="auto">${of.text}</span></details><#else><span class="text" dir="auto">${of.text}</span></#if></#macro>
<#macro entries of><#list of as entry><dt>${entry.name}</dt><dd><@text entry/></dd></#list></#macro>
<#macro question q>
<#assign kind = q.kind!"none">
<details class="q ${kind}" data-category="${q.category}" data-score="${kind}" data-outcome="${q.outcome}" data-value="${q.value!}"><summary><span class="id">${q.id}</span><span class="cat">${q.category}</span><span class="qt" dir="auto">${q.text}</span><span class="value">${q.percent!"-"}</span></summary><div class="body"><dl><#t>
<#if q.unanswerable><dt>Gold</dt><dd class="empty">not answered in the conversation</dd></#if><@entries q.gold/><@entries q.replies/><#t>
<#if q.turns??><dt>Evidence</dt><dd><#list q.turns as turn><p class="turn" dir="auto"><span class="chip hit">${turn.id}</span><#if turn.date??><span class="soft">${turn.date}</span><br></#if><#if turn.speaker??><b>${turn.speaker}</b>: ${turn.text}<#if turn.caption??><span class="soft"> [picture: ${turn.caption}]</span></#if></#if></p></#list><#if q.written??><@text q.written/></#if></dd></#if><#t>
<#if q.context?has_content><dt>Context</dt><dd><#list q.context as one><span class="chip${one.hit?then(" hit", "")}">${one.id}</span></#list></dd></#if><#t>
</dl><table><tr><th>metric</th><th class="num">score</th><th>why</th></tr><#list q.scores as score><tr><td>${score.metric}</td><@p.num score.value/><td>${score.why}</td></tr></#list></table></div></details>
</#macro>
</#escape>
